import { z } from 'zod'
import { HasuraError } from '../../errors.js'
import { type JsonObject, toJson } from '../../json/json.js'
import { qualifiedName } from '../../metadata/schemas/common.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { Command } from '../command.js'
import { editCommand } from './edit-metadata.js'
import { findBy, findNamed, findSource, listAt, nameJson, removeBy } from './metadata-json.js'

const functionArgs = z.object({ source: z.string().default('default'), function: qualifiedName })
type FunctionArgs = z.output<typeof functionArgs>
const trackArgs = functionArgs.extend({
  configuration: z.looseObject({}).optional(),
  comment: z.string().nullish(),
})
type TrackArgs = z.output<typeof trackArgs>
const bareName = qualifiedName.transform((name): TrackArgs => ({ source: 'default', function: name }))
const customizationArgs = functionArgs.extend({ configuration: z.looseObject({}) })
const permissionArgs = functionArgs.extend({ role: z.string().min(1) })

/** The commands about tracked functions. */
export const functionEdits: Readonly<Record<string, Command>> = {
  pg_track_function: editCommand(trackArgs, track),
  // Version 1 took the name alone.
  track_function: editCommand(z.union([trackArgs, bareName]), track),
  pg_untrack_function: editCommand(functionArgs, untrack),
  untrack_function: editCommand(z.union([functionArgs, bareName]), untrack),
  pg_set_function_customization: editCommand(customizationArgs, (metadata, args) => {
    findFunction(metadata, args)['configuration'] = toJson(args.configuration)
  }),
  pg_create_function_permission: editCommand(permissionArgs, (metadata, args) => {
    const permissions = listAt(findFunction(metadata, args), 'permissions')
    if (findBy(permissions, 'role', args.role)) {
      const message = `permission of role "${args.role}" already exists for function "${showName(args.function)}"`
      throw new HasuraError('already-exists', message, { path: '$.args' })
    }
    permissions.push({ role: args.role })
  }),
  pg_drop_function_permission: editCommand(permissionArgs, (metadata, args) => {
    if (removeBy(listAt(findFunction(metadata, args), 'permissions'), 'role', args.role)) return
    const message = `permission of role "${args.role}" does not exist for function "${showName(args.function)}"`
    throw new HasuraError('not-exists', message, { path: '$.args' })
  }),
}

function track(metadata: JsonObject, args: TrackArgs): void {
  const functions = listAt(findSource(metadata, args.source), 'functions')
  if (findNamed(functions, 'function', args.function)) {
    const message = `function already tracked: "${showName(args.function)}"`
    throw new HasuraError('already-tracked', message, { path: '$.args' })
  }
  functions.push({
    function: nameJson(args.function),
    ...(args.configuration && { configuration: toJson(args.configuration) }),
    ...(args.comment && { comment: args.comment }),
  })
}

function untrack(metadata: JsonObject, args: FunctionArgs): void {
  const functions = listAt(findSource(metadata, args.source), 'functions')
  functions.splice(functions.indexOf(findFunction(metadata, args)), 1)
}

function findFunction(metadata: JsonObject, args: FunctionArgs): JsonObject {
  const found = findNamed(listAt(findSource(metadata, args.source), 'functions'), 'function', args.function)
  if (found) return found
  const message = `function "${showName(args.function)}" does not exist in source: ${args.source}`
  throw new HasuraError('not-exists', message, { path: '$.args.function' })
}
