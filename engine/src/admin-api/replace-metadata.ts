import { z } from 'zod'
import { HasuraError } from '../errors.js'
import type { Json } from '../json/json.js'
import { qualifiedName } from '../metadata/schemas/common.js'
import type { StateHolder } from '../state/state-holder.js'
import type { Command } from './command.js'
import { inconsistentObjects } from './inconsistent-objects.js'
import { loadJsonMetadata } from './load-json-metadata.js'
import { parseArgs } from './parse-args.js'
import { withoutInconsistent } from './without-inconsistent.js'

const versionTwoArgs = z.object({
  allow_inconsistent_metadata: z.boolean().default(false),
  metadata: z.looseObject({}),
})

/** `replace_metadata`, in both of its forms. What the engine does not support is refused. */
export const replaceMetadata: Command = async (args, { state, env, version }) => {
  const given = parseArgs(z.looseObject({}), args)
  // Arguments with metadata in them are of the second form under either version.
  const isSecondForm = version === 2 || 'metadata' in given
  const request = isSecondForm
    ? parseArgs(versionTwoArgs, args)
    : { allow_inconsistent_metadata: false, metadata: given }
  refuseRepeatedTriggers(request.metadata)
  const next = await state.build(loadJsonMetadata(withSource(request.metadata, state), env))
  const objects = inconsistentObjects(next.inconsistencies, next)
  if (objects.length > 0 && !request.allow_inconsistent_metadata) {
    const message = 'cannot continue due to inconsistent metadata'
    throw new HasuraError('unexpected', message, { path: '$.args', internal: objects, status: 400 })
  }
  await state.use(next)
  if (!isSecondForm) return { message: 'success' }
  return { is_consistent: objects.length === 0, inconsistent_objects: objects }
}

const triggerNames = z
  .object({
    sources: z.array(
      z.object({
        tables: z.array(z.object({ event_triggers: z.array(z.object({ name: z.string() })).catch([]) })),
      }),
    ),
  })
  .transform(({ sources }) =>
    sources.flatMap(({ tables }) => tables.flatMap((table) => table.event_triggers.map(({ name }) => name))),
  )
  .catch([])

/** Refused even when inconsistent metadata is allowed. */
function refuseRepeatedTriggers(metadata: unknown): void {
  const names = triggerNames.parse(metadata)
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) < index))
  if (repeated.size === 0) return
  const list = [...repeated].map((name) => `"${name}"`).join(', ')
  const message = `Event trigger with duplicate names not allowed: ${list}`
  throw new HasuraError('not-supported', message, { path: '$.args' })
}

/** Metadata from before there were sources is about the one there is. */
function withSource(metadata: Record<string, unknown>, { current }: StateHolder): Record<string, unknown> {
  const { tables, functions, ...rest } = metadata
  const [source] = current().loaded.metadata.sources
  if ('sources' in metadata || !('tables' in metadata) || !source) return metadata
  const { name, kind, configuration } = source
  const named = z.array(z.unknown()).safeParse(functions).data ?? []
  const only = { name, kind, configuration, tables, functions: named.map(namedFunction) }
  return { ...rest, version: 3, sources: [only] }
}

/** A function was given by its name alone. */
function namedFunction(entry: unknown): unknown {
  return qualifiedName.safeParse(entry).success ? { function: entry } : entry
}

/** `reload_metadata`: looks at the database anew. It counts as a new version, as in Hasura. */
export const reloadMetadata: Command = async (_args, { state }) => {
  const next = await state.build(state.current().loaded)
  await state.use(next)
  const objects = inconsistentObjects(next.inconsistencies, next)
  const answer = { message: 'success', is_consistent: objects.length === 0 } satisfies Json
  return objects.length === 0 ? answer : { ...answer, inconsistent_objects: objects }
}

/** `clear_metadata`: forgets everything but that there is a database. */
export const clearMetadata: Command = async (_args, { state, env }) => {
  const sources = state.current().loaded.metadata.sources.map(({ name, kind, configuration }) => ({
    name,
    kind,
    configuration,
    tables: [],
  }))
  await state.use(await state.build(loadJsonMetadata({ version: 3, sources }, env)))
  return { message: 'success' }
}

/** `drop_inconsistent_metadata`: forgets what does not fit. */
export const dropInconsistentMetadata: Command = async (_args, { state, env }) => {
  await state.use(await withoutInconsistent(state.current(), state.build, env))
  return { message: 'success' }
}
