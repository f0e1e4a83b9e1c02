import { plainErrorBody } from '../error-body.js'
import { HasuraError } from '../errors.js'
import { type Json, toJson } from '../json/json.js'
import type { StateHolder } from '../state/state-holder.js'
import { refuseMixedAccess, refuseSchemaChanges } from './bulk-access.js'

const BULK_TYPES = ['bulk', 'concurrent_bulk', 'bulk_keep_going', 'bulk_atomic'] as const
type BulkType = (typeof BULK_TYPES)[number]

export function isBulk(type: string): type is BulkType {
  return BULK_TYPES.some((bulk) => bulk === type)
}

/**
 * Runs several commands one after the other. When one fails the metadata is what it was before the first; only
 * `bulk_keep_going` puts the error among the answers and goes on.
 */
export async function runBulk(
  type: BulkType,
  args: unknown,
  runOne: (command: Json) => Promise<Json>,
  { state }: { state: StateHolder },
): Promise<Json> {
  if (!Array.isArray(args))
    throw new HasuraError('parse-failed', 'expected a list of commands', { path: '$.args' })
  refuseMixedAccess(args)
  if (type === 'concurrent_bulk') refuseSchemaChanges(args)
  if (type === 'bulk_keep_going') return runEach(args, runOne)
  const before = state.current()
  try {
    const results = await runUntilFailure(args, runOne)
    return type === 'bulk_atomic' ? { message: 'success' } : results
  } catch (error) {
    // Built anew, as a command may have changed the schema.
    if (state.current().loaded !== before.loaded)
      await state.use({ ...(await state.build(before.loaded)), resourceVersion: before.resourceVersion })
    throw type === 'bulk_atomic' ? asOneFailure(error) : error
  }
}

async function runUntilFailure(
  args: readonly Json[],
  runOne: (command: Json) => Promise<Json>,
): Promise<Json[]> {
  const results: Json[] = []
  for (const [index, command] of args.entries()) {
    try {
      results.push(await runOne(command))
    } catch (error) {
      throw error instanceof HasuraError ? atIndex(error, index) : error
    }
  }
  return results
}

async function runEach(args: readonly Json[], runOne: (command: Json) => Promise<Json>): Promise<Json[]> {
  const results: Json[] = []
  for (const [index, command] of args.entries()) {
    try {
      results.push(await runOne(command))
    } catch (error) {
      if (!(error instanceof HasuraError)) throw error
      results.push(toJson(plainErrorBody(atIndex(error, index))))
    }
  }
  return results
}

function atIndex(error: HasuraError, index: number): HasuraError {
  return new HasuraError(error.code, error.message, {
    path: `$.args[${index}]${error.path.slice(1)}`,
    status: error.status,
    internal: error.internal,
    cause: error,
  })
}

/** What does not fit is no fault of one command alone when all of them are one. */
function asOneFailure(error: unknown): unknown {
  if (!(error instanceof HasuraError) || error.code !== 'invalid-configuration') return error
  const options = { path: '$.args', internal: [error.internal], cause: error }
  return new HasuraError('bad-request', 'Schema inconsistency', options)
}
