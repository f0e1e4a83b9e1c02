import * as z from 'zod'
import { AppError } from '../errors.js'
import type { ErrorCode } from '../failures.js'

/** One thing that is asked of Hasura. Its document is constant: nothing of a request is ever part of it. */
export interface Operation<Variables extends object, Answer> {
  document: string
  answerShape: z.ZodType<Answer>
  /** Whether it changes something. */
  writes: boolean
  /** Carries the type and is never set. */
  variables?: Variables
}

/** Begins an operation with its document; `answering` completes it. The variables exist as a type only. */
export function operation<Variables extends object>(document: string) {
  return {
    answering: <Answer>(answerShape: z.ZodType<Answer>): Operation<Variables, Answer> => {
      return { document, answerShape, writes: document.trimStart().startsWith('mutation') }
    },
  }
}

/** The answer of an operation of which nobody reads the answer. */
export const unreadShape = z.unknown()

/** How many rows a write met. */
export const countShape = z.object({ affected_rows: z.int() })

/** Hasura understood the request and refused it; `hasuraCode` is its `extensions.code`. */
export class HasuraRefusal extends AppError {
  readonly hasuraCode: string

  constructor(hasuraCode: string, known?: { failure: ErrorCode; reason: string }) {
    const reason = known ? `Hasura: ${hasuraCode}: ${known.reason}` : `Hasura: ${hasuraCode}`
    super(known?.failure ?? 'hasura-unavailable', { reason })
    this.hasuraCode = hasuraCode
  }
}

/** Whether a write that failed may be committed all the same: no answer, or one that does not say what became of it. */
export function mayBeWritten(error: unknown): boolean {
  if (error instanceof HasuraRefusal) return error.hasuraCode === 'unexpected'
  return error instanceof AppError && error.code === 'hasura-unavailable'
}
