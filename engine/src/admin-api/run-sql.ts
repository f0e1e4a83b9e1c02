import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Queryable, StatementResult } from '../database/database.js'
import { PostgresError } from '../database/postgres-error.js'
import { HasuraError } from '../errors.js'
import { sessionSettings } from '../events/session-settings.js'
import type { Json } from '../json/json.js'
import type { Inconsistency } from '../model/model.js'
import type { EngineState } from '../state/engine-state.js'
import type { Command, CommandContext } from './command.js'
import { hasDependents, metadataCopy } from './edits/edit-metadata.js'
import { loadJsonMetadata } from './load-json-metadata.js'
import { objectName } from './object-name.js'
import { parseArgs } from './parse-args.js'
import { compareSnapshots, type SchemaChanges } from './schema-changes/compare-snapshots.js'
import { followChanges } from './schema-changes/follow-changes.js'
import { readSchemaSnapshot } from './schema-changes/read-schema-snapshot.js'
import { withoutInconsistent } from './without-inconsistent.js'

const runSqlArgs = z.object({
  sql: z.string(),
  source: z.string().default('default'),
  cascade: z.boolean().default(false),
  check_metadata_consistency: z.boolean().nullish(),
  read_only: z.boolean().default(false),
  no_transaction: z.boolean().default(false),
})
type RunSqlArgs = z.output<typeof runSqlArgs>

/** Would Hasura look at the schema anew after these `run_sql` arguments? */
export function mayChangeSchema({
  sql,
  read_only: isReadOnly,
}: Pick<RunSqlArgs, 'sql' | 'read_only'>): boolean {
  return !isReadOnly && SCHEMA_CHANGE.test(sql)
}

/** Words that only statements hold which may change the schema. */
const SCHEMA_CHANGE = /\b(create|alter|drop|replace|comment\s+on|rename|truncate)\b/i

/** `run_sql`: runs statements of the admin and serves the schema that they leave behind. */
export const runSql: Command = async (args, context) => {
  const request = parseArgs(runSqlArgs, args)
  if (!mayChangeSchema(request)) return execute(request, context)
  if (request.check_metadata_consistency === false || request.no_transaction) {
    const result = await execute(request, context)
    await context.state.use(await context.state.rebuild())
    return result
  }
  const { result, next } = await executeConsistently(request, context)
  await context.state.use(next)
  return result
}

function execute(request: RunSqlArgs, { database, session }: CommandContext): Promise<Json> {
  if (request.no_transaction) return runStatements(database, request.sql)
  const settings = SCHEMA_CHANGE.test(request.sql) ? sessionSettings(session.variables) : {}
  return database.transaction(async (tx) => {
    if (request.read_only) await tx.exec('SET TRANSACTION READ ONLY')
    return runStatements(tx, request.sql)
  }, settings)
}

/**
 * Follows, before committing, what was renamed and dropped. What else no longer fits stops the statements, or goes, too,
 * when told to cascade.
 */
function executeConsistently(
  request: RunSqlArgs,
  context: CommandContext,
): Promise<{ result: Json; next: EngineState }> {
  return context.database.transaction(async (tx) => {
    const before = await readSchemaSnapshot(tx)
    const result = await runStatements(tx, request.sql)
    const next = await stateAfter(compareSnapshots(before, await readSchemaSnapshot(tx)), context, tx)
    const current = context.state.current()
    const known = new Set(current.inconsistencies.map((one) => objectName(one, current)))
    const dependents = next.inconsistencies.filter(
      (one) => one.path !== null && !known.has(objectName(one, next)),
    )
    if (dependents.length === 0) return { result, next }
    if (!request.cascade) throw dependencyError(dependents, next)
    const build = (loaded: EngineState['loaded']) => context.state.build(loaded, tx)
    return { result, next: await withoutInconsistent(next, build, context.env) }
  }, sessionSettings(context.session.variables))
}

/** Metadata follows what was renamed, and forgets the tables that are gone. */
async function stateAfter(
  changes: SchemaChanges,
  context: CommandContext,
  tx: Queryable,
): Promise<EngineState> {
  const { state, env } = context
  const metadata = metadataCopy(context)
  followChanges(metadata, state.current().generation.model.tables, changes)
  const isSame = isDeepStrictEqual(metadata, metadataCopy(context))
  return isSame ? state.rebuild(tx) : state.build(loadJsonMetadata(metadata, env), tx)
}

function dependencyError(dependents: readonly Inconsistency[], next: EngineState): HasuraError {
  const { code, message } = hasDependents(dependents, next)
  return new HasuraError(code, message)
}

async function runStatements(database: Queryable, sql: string): Promise<Json> {
  try {
    return toResult((await database.exec(sql)).at(-1))
  } catch (error) {
    throw error instanceof PostgresError && !error.isConnectionFailure ? sqlFailure(sql, error) : error
  }
}

function toResult(last: StatementResult | undefined): Json {
  if (last === undefined || last.columns.length === 0) return { result_type: 'CommandOk', result: null }
  const rows = last.rows.map((row) => row.map((value) => value ?? 'NULL'))
  return { result_type: 'TuplesOk', result: [last.columns, ...rows] }
}

function sqlFailure(sql: string, error: PostgresError): HasuraError {
  return new HasuraError('postgres-error', 'query execution failed', {
    cause: error,
    internal: {
      statement: sql,
      prepared: false,
      arguments: [],
      error: {
        status_code: error.code,
        message: error.message,
        description: error.detail ?? null,
        hint: error.hint ?? null,
        exec_status: 'FatalError',
      },
    },
  })
}
