import { z } from 'zod'
import { HasuraError } from '../errors.js'
import { type Json, stringifyJson, toJson } from '../json/json.js'
import { parseJson } from '../json/parse-json.js'
import { type Env, envTemplateVariables, resolveEnvTemplate } from '../metadata/env-template.js'
import { requestTransform } from '../metadata/schemas/transform.js'
import { transformRequest } from '../webhook-transform/transform-request.js'
import type { Command } from './command.js'
import { parseArgs } from './parse-args.js'

const texts = z.record(z.string(), z.string())
const transformArgs = z.object({
  webhook_url: z.union([z.string(), z.object({ from_env: z.string() })]),
  body: z.unknown().optional(),
  env: texts.nullish(),
  headers: z.array(z.tuple([z.string(), z.string()])).nullish(),
  session_variables: texts.nullish(),
  request_transform: requestTransform,
})

/** `test_webhook_transform`: the call that a transform would make of an example, which is not made. */
export const testWebhookTransform: Command = async (args) => {
  const { webhook_url: url, env, ...given } = parseArgs(transformArgs, args)
  const body = toJson(given.body ?? null)
  const filled = fill(typeof url === 'string' ? url : `{{${url.from_env}}}`, env ?? {})
  if (!URL.canParse(filled)) throw invalid([{ error_code: 'Request Initialization Error', message: filled }])
  const original = {
    url: new URL(filled).href,
    method: 'GET',
    headers: new Map(
      (given.headers ?? []).map(([name, value]) => [name.toLowerCase(), fill(value, env ?? {})]),
    ),
    body: stringifyJson(body),
    timeoutMs: 0,
  }
  const context = { body, sessionVariables: given.session_variables ?? null }
  const transformed = orInvalid(() => transformRequest(original, given.request_transform, context))
  return {
    webhook_url: transformed.url,
    method: transformed.method,
    headers: [...transformed.headers],
    body: readBody(transformed.body ?? ''),
  }
}

/** Only the example's own variables are seen: nobody reads the engine's environment this way. */
function fill(template: string, env: Env): string {
  const missing = envTemplateVariables(template).find((name) => env[name] === undefined)
  if (missing === undefined) return resolveEnvTemplate(template, env)
  throw new HasuraError('not-found', `Missing Env Var: ${missing}`, { path: '$.args' })
}

function orInvalid<Result>(transform: () => Result): Result {
  try {
    return transform()
  } catch (error) {
    if (!(error instanceof HasuraError)) throw error
    throw invalid([error.internal], error)
  }
}

function invalid(internal: unknown[], cause?: unknown): HasuraError {
  const message = 'request transform validation failed'
  return new HasuraError('validation-failed', message, { path: '$.args', internal, cause })
}

/** A form is shown as text. */
function readBody(body: string): Json {
  try {
    return parseJson(body)
  } catch {
    return body
  }
}
