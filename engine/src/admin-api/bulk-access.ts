import { z } from 'zod'
import { HasuraError } from '../errors.js'
import { mayChangeSchema } from './run-sql.js'

const runSql = z.object({
  type: z.enum(['run_sql', 'pg_run_sql']),
  args: z.object({ sql: z.string(), read_only: z.boolean().default(false) }),
})
const writes = z.object({ type: z.enum(['insert', 'update', 'delete']) })

/** In one bulk request all statements share an access mode; only reads go with either. */
export function refuseMixedAccess(commands: readonly unknown[]): void {
  const modes = commands.map(accessMode)
  const expected = modes.find((mode) => mode !== undefined)
  const index = modes.findIndex((mode) => mode !== undefined && mode !== expected)
  if (index < 0) return
  const message =
    'incompatible access mode requirements in bulk query, ' +
    `expected access mode: ${expected} but $.args[${index}] forces ${modes[index]}`
  throw new HasuraError('bad-request', message)
}

/** Commands that run side by side must leave the schema as it is. */
export function refuseSchemaChanges(commands: readonly unknown[]): void {
  const changes = commands.some((command) => {
    const parsed = runSql.safeParse(command)
    return parsed.success && mayChangeSchema(parsed.data.args)
  })
  if (!changes) return
  throw new HasuraError('unexpected', 'Only read-only queries are allowed in a concurrent_bulk')
}

function accessMode(command: unknown): 'READ ONLY' | 'READ WRITE' | undefined {
  const parsed = runSql.safeParse(command)
  if (parsed.success) return parsed.data.args.read_only ? 'READ ONLY' : 'READ WRITE'
  return writes.safeParse(command).success ? 'READ WRITE' : undefined
}
