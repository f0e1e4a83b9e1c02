import { z } from 'zod'
import { HasuraError } from '../errors.js'
import type { Json } from '../json/json.js'
import type { Command } from './admin-api.js'
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
  const next = await state.build(loadJsonMetadata(request.metadata, env))
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
