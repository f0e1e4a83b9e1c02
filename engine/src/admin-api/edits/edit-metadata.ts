import type { z } from 'zod'
import { HasuraError } from '../../errors.js'
import { isJsonObject, type JsonObject, toJson } from '../../json/json.js'
import type { Inconsistency } from '../../model/model.js'
import type { EngineState } from '../../state/engine-state.js'
import type { Command, CommandContext } from '../command.js'
import { inconsistentObjects } from '../inconsistent-objects.js'
import { loadJsonMetadata } from '../load-json-metadata.js'
import { dependentName } from '../object-name.js'
import { parseArgs } from '../parse-args.js'
import { withoutInconsistent } from '../without-inconsistent.js'

const SUCCESS = { message: 'success' }

/** Makes the answer to an edit after which not everything fits any more. */
type Refusal = (added: readonly Inconsistency[], edited: EngineState) => HasuraError

/**
 * A command that changes a part of the metadata. What would not fit afterwards is refused, or taken out, too, when the
 * arguments say `cascade`.
 *
 * @param refusal what to answer when something else depends on what is taken out
 */
export function editCommand<Schema extends z.ZodType>(
  schema: Schema,
  edit: (metadata: JsonObject, args: z.output<Schema>, context: CommandContext) => void | Promise<void>,
  refusal: Refusal = misfit,
): Command {
  return async (args, context) => {
    const parsed = parseArgs(schema, args)
    const metadata = metadataCopy(context)
    await edit(metadata, parsed, context)
    const edited = await context.state.build(loadJsonMetadata(metadata, context.env))
    const added = newInconsistencies(edited, context)
    if (added.length > 0 && !wantsCascade(parsed)) throw refusal(added, edited)
    const { build } = context.state
    await context.state.use(
      added.length === 0 ? edited : await withoutInconsistent(edited, build, context.env),
    )
    return SUCCESS
  }
}

/** The metadata of now, to be changed. */
export function metadataCopy({ state }: Pick<CommandContext, 'state'>): JsonObject {
  const copy = toJson(state.current().loaded.assembled.json)
  if (!isJsonObject(copy)) throw new TypeError('metadata is an object')
  return copy
}

function newInconsistencies(next: EngineState, { state }: CommandContext): Inconsistency[] {
  const describe = (inconsistency: Inconsistency, of: EngineState) =>
    JSON.stringify(inconsistentObjects([inconsistency], of))
  const current = state.current()
  const known = new Set(current.inconsistencies.map((inconsistency) => describe(inconsistency, current)))
  return next.inconsistencies.filter(
    (inconsistency) => inconsistency.path !== null && !known.has(describe(inconsistency, next)),
  )
}

function wantsCascade(args: unknown): boolean {
  return typeof args === 'object' && args !== null && Reflect.get(args, 'cascade') === true
}

/** What was put in does not fit. */
export const misfit: Refusal = (added, edited) => {
  const reasons = added.map(({ reason }) => reason).join(', ')
  return new HasuraError('invalid-configuration', reasons, {
    path: '$.args',
    internal: inconsistentObjects(added, edited),
  })
}

/** What was put in fits, but something else does not fit any more. */
export const breaksOthers: Refusal = (added, edited) => {
  return new HasuraError('unexpected', 'cannot continue due to new inconsistent metadata', {
    path: '$.args',
    internal: inconsistentObjects(added, edited),
    status: 400,
  })
}

/** What was taken out or renamed is needed by something else, which Hasura finds out only afterwards. */
export const newlyBroken: Refusal = (added, edited) => {
  return new HasuraError('unexpected', 'cannot continue due to newly found inconsistent metadata', {
    path: '$.args',
    internal: inconsistentObjects(added, edited),
  })
}

/** What was taken out is needed by something else. */
export const hasDependents: Refusal = (added, edited) => {
  const names = added.map((dependent) => dependentName(dependent, edited)).join(', ')
  const message = `cannot drop due to the following dependent objects : ${names}`
  return new HasuraError('dependency-error', message, { path: '$.args' })
}
