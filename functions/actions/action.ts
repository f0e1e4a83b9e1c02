import type { z } from 'zod'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import type { Caller } from '../hasura/session-variables.js'

/** One Action: narrows its input and gives the value that Hasura passes on. */
export type Action = (deps: Deps, input: unknown, caller: Caller) => Promise<unknown>

/**
 * Joins an input's shape with what is done with it.
 *
 * @throws AppError `invalid-input`
 */
export function defineAction<Input>(
  shape: z.ZodType<Input>,
  run: (deps: Deps, input: Input, caller: Caller) => Promise<unknown>,
): Action {
  return async (deps, input, caller) => {
    const parsed = shape.safeParse(input)
    if (!parsed.success) throw new AppError('invalid-input', { reason: 'arguments of another shape' })
    return run(deps, parsed.data, caller)
  }
}
