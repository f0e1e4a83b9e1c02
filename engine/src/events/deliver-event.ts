import { z } from 'zod'
import { type Attempt, attemptDelivery } from '../delivery/attempt.js'
import { type Env, readEnv, resolveEnvTemplate } from '../metadata/env-template.js'
import type { EventTriggerMetadata } from '../metadata/schemas/event-trigger.js'
import { configuredHeaders, defaultHeaders, newTrace } from '../webhook/headers.js'
import type { ClaimedEvent } from './claim-events.js'

const DEFAULT_TIMEOUT_SECONDS = 60

const eventPayload = z.object({ session_variables: z.record(z.string(), z.string()).nullable().catch(null) })

/** Sends a claimed event to its webhook, once. */
export function deliverEvent(
  event: ClaimedEvent,
  trigger: EventTriggerMetadata,
  deps: { env: Env; signal: AbortSignal },
): Promise<Attempt> {
  const configured = trigger.headers ?? []
  return attemptDelivery(
    {
      url: webhookUrl(trigger, deps.env),
      method: 'POST',
      headers: new Map([...defaultHeaders(newTrace()), ...configuredHeaders(configured, deps.env)]),
      body: eventBody(event, trigger),
      timeoutMs: (trigger.retry_conf.timeout_sec ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
      signal: deps.signal,
    },
    {
      headers: configured,
      requestTransform: trigger.request_transform,
      responseTransform: trigger.response_transform,
      sessionVariables: sessionVariablesOf(event),
    },
  )
}

function sessionVariablesOf({ payload }: ClaimedEvent): Record<string, string> | null {
  return eventPayload.parse(JSON.parse(payload)).session_variables
}

function webhookUrl({ webhook, webhook_from_env: fromEnv }: EventTriggerMetadata, env: Env): string {
  return fromEnv === undefined ? resolveEnvTemplate(webhook ?? '', env) : readEnv(fromEnv, env)
}

/** Put together as text, so that the row's numbers keep their digits. */
function eventBody(event: ClaimedEvent, trigger: EventTriggerMetadata): string {
  const parts = {
    id: JSON.stringify(event.id),
    created_at: event.createdAt,
    trigger: JSON.stringify({ name: event.trigger }),
    table: JSON.stringify({ schema: event.schema, name: event.table }),
    event: event.payload,
    delivery_info: JSON.stringify({
      current_retry: event.tries,
      max_retries: trigger.retry_conf.num_retries,
    }),
  }
  return `{${Object.entries(parts)
    .map(([key, json]) => `${JSON.stringify(key)}:${json}`)
    .join(',')}}`
}
