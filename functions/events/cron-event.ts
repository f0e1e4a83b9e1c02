import { z } from 'zod'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'

/** @see https://hasura.io/docs/2.0/scheduled-triggers/create-cron-triggers/ */
const payload = z.object({ id: z.string(), name: z.string(), scheduled_time: z.string() })

/** Joins a cron trigger's name with what it does. Being run twice does no harm to any of them. */
export function defineCronTrigger(name: string, run: (deps: Deps) => Promise<unknown>) {
  return async (deps: Deps, body: unknown): Promise<unknown> => {
    const parsed = payload.safeParse(body)
    if (!parsed.success || parsed.data.name !== name) {
      throw new AppError('invalid-input', { reason: `not an event of ${name}` })
    }
    return run(deps)
  }
}
