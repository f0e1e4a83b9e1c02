import { z } from 'zod'
import type { Session } from '../auth/session.js'
import { HasuraError } from '../errors.js'
import { isJsonObject, type Json, stringifyJson } from '../json/json.js'
import { isBulk, runBulk } from './bulk.js'
import type { Command, CommandDeps } from './command.js'
import { dmlCommands } from './dml/dml-commands.js'
import { metadataCommands, metadataEdits } from './metadata-commands.js'
import { queryCommands } from './query-commands.js'

/** `/v1/metadata`, and the queries of `/v2/query` and the old `/v1/query`. */
export interface AdminApi {
  metadata(command: Json, session: Session): Promise<Json>
  query(command: Json, session: Session): Promise<Json>
  /** Is the command, or one of its bulk, more than reading and changing rows? */
  requiresAdmin(command: Json): boolean
}

const commandSchema = z.object({
  type: z.string(),
  version: z.literal([1, 2]).optional(),
  args: z.unknown().optional(),
  resource_version: z.number().optional(),
})

export function createAdminApi(deps: CommandDeps): AdminApi {
  return {
    metadata: (command, session) => run(command, metadataCommands, { ...deps, session }),
    query: (command, session) =>
      run(command, { ...metadataCommands, ...queryCommands }, { ...deps, session }),
    requiresAdmin,
  }
}

async function run(
  json: Json,
  commands: Readonly<Record<string, Command>>,
  context: CommandDeps & { session: Session },
): Promise<Json> {
  const parsed = commandSchema.safeParse(json)
  if (!parsed.success) throw noCommand(json)
  const { type, args, version = 1, resource_version: referenced } = parsed.data
  if (referenced !== undefined && changesMetadata(parsed.data)) refuseStale(referenced, context)
  if (isBulk(type)) return runBulk(type, args, (one) => run(one, commands, context), context)
  const command = Object.hasOwn(commands, type) ? commands[type] : undefined
  if (command === undefined)
    throw new HasuraError('parse-failed', `unknown or unsupported command: ${type}`, { path: '$.type' })
  return command(args ?? {}, { ...context, version })
}

function requiresAdmin(command: Json): boolean {
  const { type, args } = commandSchema.catch({ type: '' }).parse(command)
  if (type === 'bulk' && Array.isArray(args)) return args.some(requiresAdmin)
  return !Object.hasOwn(dmlCommands, type)
}

function noCommand(json: Json): HasuraError {
  if (!isJsonObject(json))
    return new HasuraError('parse-failed', `expected Object, encountered ${kindOf(json)}`)
  const { version } = json
  if (typeof json['type'] === 'string' && version !== undefined) {
    return new HasuraError('parse-failed', `expected 1 or 2, encountered ${stringifyJson(version)}`, {
      path: '$.version',
    })
  }
  return new HasuraError('parse-failed', 'key "type" not found')
}

/** Kinds of JSON as Hasura's library names them. */
function kindOf(json: Json): string {
  if (json === null) return 'Null'
  if (Array.isArray(json)) return 'Array'
  return { string: 'String', boolean: 'Boolean' }[String(typeof json)] ?? 'Number'
}

/** Does the command change metadata, or in a bulk one of its commands? */
function changesMetadata({ type, args }: { type: string; args?: unknown }): boolean {
  if (Object.hasOwn(metadataEdits, type)) return true
  return (
    Array.isArray(args) && args.some((one) => changesMetadata(commandSchema.catch({ type: '' }).parse(one)))
  )
}

/** @throws HasuraError `conflict` when somebody else has changed the metadata since the client has read it */
function refuseStale(referenced: number, { state }: CommandDeps): void {
  if (referenced === state.current().resourceVersion) return
  const message = `metadata resource version referenced (${referenced}) did not match current version`
  throw new HasuraError('conflict', message, { status: 409 })
}
