import { z } from 'zod'
import { actionHeaders } from '../../actions/action-headers.js'
import { HasuraError } from '../../errors.js'
import { stringifyJson } from '../../json/json.js'
import { resolveEnvTemplate } from '../../metadata/env-template.js'
import type { RootPlan } from '../../schema/plans.js'
import { sendWebhook, type WebhookAnswer } from '../../webhook/send-webhook.js'
import { WebhookUnreachable } from '../../webhook/webhook-unreachable.js'
import { type ValidationInput, validationInputs } from './mutation-inputs.js'
import type { RunContext } from './run-context.js'

const DEFAULT_TIMEOUT_SECONDS = 10
const PAYLOAD_VERSION = 1

const refusal = z.object({ message: z.string() })

/**
 * Asks the webhooks of `validate_input` about all root fields of a mutation, before any of them has run.
 *
 * @throws HasuraError `validation-failed` with the message of the webhook that refuses, else `unexpected`
 */
export async function validateMutation(run: RunContext, plans: readonly RootPlan[]): Promise<void> {
  for (const input of plans.flatMap(validationInputs)) readAnswer(await send(run, input))
}

async function send(run: RunContext, { webhook, input }: ValidationInput): Promise<WebhookAnswer> {
  const { session, actions, clientHeaders } = run
  const { definition } = webhook
  const payload = {
    version: PAYLOAD_VERSION,
    session_variables: session.variables,
    role: session.role,
    data: { input },
  }
  try {
    return await sendWebhook({
      url: resolveEnvTemplate(definition.url, actions.env),
      method: 'POST',
      headers: actionHeaders(definition, clientHeaders, actions.env),
      body: stringifyJson(payload),
      timeoutMs: (definition.timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
      signal: actions.signal,
    })
  } catch (error) {
    if (!(error instanceof WebhookUnreachable)) throw error
    const internal = { type: 'http_exception', message: error.message }
    throw unexpected('http exception when validating input data', internal, error)
  }
}

function readAnswer({ status, body }: WebhookAnswer): void {
  if (status >= 200 && status < 300) return
  if (status !== 400) {
    throw unexpected(
      'internal error when validating input data',
      `expecting 200 or 400 status code, but found ${status}`,
    )
  }
  throw new HasuraError('validation-failed', readMessage(body))
}

function readMessage(body: string): string {
  try {
    return refusal.parse(JSON.parse(body)).message
  } catch (cause) {
    const reason = `invalid response: ${cause instanceof Error ? cause.message : cause}`
    throw unexpected('received invalid response from input validation webhook', reason, cause)
  }
}

function unexpected(message: string, internal: unknown, cause?: unknown): HasuraError {
  return new HasuraError('unexpected', message, { internal, cause })
}
