import type { Queryable } from '../database/database.js'
import { type Attempt, attemptDelivery, unsentAttempt } from '../delivery/attempt.js'
import { HasuraError } from '../errors.js'
import { type Env, resolveEnvTemplate } from '../metadata/env-template.js'
import { configuredHeaders, defaultHeaders, newTrace } from '../webhook/headers.js'
import type { WebhookRequest } from '../webhook/send-webhook.js'
import { type ScheduledJob, scheduledTables } from './scheduled-job.js'

/**
 * Sends a claimed event to its webhook, once. One whose webhook or headers need a variable that is not set has failed,
 * however late it is.
 *
 * @returns undefined when the event is too late to be of use
 */
export async function deliverScheduled(
  job: ScheduledJob,
  deps: { env: Env; signal: AbortSignal; now: Date },
): Promise<Attempt | undefined> {
  const request = prepareRequest(job, deps)
  if (request instanceof HasuraError) return unsentAttempt(job.body, job.headers, request.message)
  if (isDead(job, deps.now)) return undefined
  return attemptDelivery(request, {
    headers: job.headers,
    requestTransform: job.requestTransform,
    responseTransform: job.responseTransform,
    sessionVariables: null,
  })
}

function prepareRequest(
  job: ScheduledJob,
  { env, signal }: { env: Env; signal: AbortSignal },
): WebhookRequest | HasuraError {
  try {
    return {
      url: resolveEnvTemplate(job.webhook, env),
      method: 'POST',
      headers: new Map([...defaultHeaders(newTrace()), ...configuredHeaders(job.headers, env)]),
      body: job.body,
      timeoutMs: job.retry.timeout_seconds * 1000,
      signal,
    }
  } catch (error) {
    if (error instanceof HasuraError) return error
    throw error
  }
}

function isDead(job: ScheduledJob, now: Date): boolean {
  return now.getTime() - job.scheduledTime.getTime() > job.retry.tolerance_seconds * 1000
}

export async function recordDead(database: Queryable, { kind, id }: ScheduledJob): Promise<void> {
  await database.query(
    `UPDATE ${scheduledTables[kind].events}
     SET status = 'dead', next_retry_at = NULL, locked_by = NULL WHERE id = $1`,
    [id],
  )
}

/** Writes down how an attempt went and decides what becomes of the event. */
export async function recordScheduled(
  database: Queryable,
  job: ScheduledJob,
  attempt: Attempt,
  now: Date,
): Promise<void> {
  const { events, log } = scheduledTables[job.kind]
  const delaySeconds = attempt.ok ? undefined : retryDelaySeconds(job, attempt)
  const status = attempt.ok ? 'delivered' : delaySeconds === undefined ? 'error' : 'scheduled'
  const nextRetry = delaySeconds === undefined ? null : new Date(now.getTime() + delaySeconds * 1000)
  await database.query(
    `WITH logged AS (INSERT INTO ${log} (event_id, status, request, response) VALUES ($1, $2, $3, $4))
     UPDATE ${events} SET status = $5, next_retry_at = $6, tries = tries + 1, locked_by = NULL WHERE id = $1`,
    [job.id, attempt.status, attempt.request, attempt.response, status, nextRetry],
  )
}

function retryDelaySeconds(job: ScheduledJob, attempt: Attempt): number | undefined {
  if (attempt.retryAfterSeconds !== undefined) return attempt.retryAfterSeconds
  return job.tries >= job.retry.num_retries ? undefined : job.retry.retry_interval_seconds
}
