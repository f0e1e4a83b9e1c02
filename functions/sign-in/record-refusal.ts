import { z } from 'zod'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { HasuraRefusal } from '../hasura/client.js'
import { writeLogDocument } from '../hasura/documents/end-sessions.js'

/** Writes down that a person of GitHub was refused, and why. That it could not be written changes no answer. */
export async function recordRefusal(deps: Deps, userId: string, error: unknown): Promise<void> {
  if (!(error instanceof AppError) || !error.has('isRecorded')) return
  const row = { event: 'sign-in-refused', at: deps.now(), detail: { reason: error.code, githubId: userId } }
  try {
    await write(deps, { ...row, user_id: userId }).catch((failure: unknown) => {
      // The foreign key says that nobody of this id ever signed in: the row then belongs to nobody.
      if (failure instanceof HasuraRefusal) return write(deps, row)
      throw failure
    })
  } catch (failure) {
    deps.log.error('refusal-not-recorded', {
      reason: failure instanceof AppError ? failure.reason : 'unexpected',
    })
  }
}

function write(deps: Deps, row: Record<string, unknown>): Promise<unknown> {
  return deps.hasura.request(writeLogDocument, { rows: [row] }, z.unknown())
}
