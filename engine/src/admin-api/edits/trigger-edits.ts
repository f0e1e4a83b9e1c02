import { z } from 'zod'
import { HasuraError } from '../../errors.js'
import { isJsonObject, type Json, type JsonObject, toJson } from '../../json/json.js'
import { nameKey } from '../../pg-catalogue/catalogue.js'
import type { Command, CommandContext } from '../command.js'
import { editCommand } from './edit-metadata.js'
import { type EventTriggerArgs, eventTriggerArgs } from './event-trigger-args.js'
import { findBy, findSource, findTable, listAt, removeBy } from './metadata-json.js'

const DEFAULT_RETRY = { num_retries: 0, interval_sec: 10, timeout_sec: 60 }

const deleteEventTriggerArgs = z.object({ source: z.string().default('default'), name: z.string() })
const cronTriggerArgs = z.looseObject({ name: z.string(), replace: z.boolean().default(false) })

/** The commands about event triggers and cron triggers. */
export const triggerEdits: Readonly<Record<string, Command>> = {
  pg_create_event_trigger: editCommand(eventTriggerArgs, createEventTrigger),
  pg_delete_event_trigger: editCommand(deleteEventTriggerArgs, deleteEventTrigger),
  create_cron_trigger: editCommand(cronTriggerArgs, (metadata, { replace, ...trigger }) => {
    const triggers = listAt(metadata, 'cron_triggers')
    const existing = triggers.findIndex((other) => isJsonObject(other) && other['name'] === trigger.name)
    if (existing < 0 && replace) throw noCronTrigger(trigger.name)
    if (existing >= 0 && !replace) {
      const message = `cron trigger with name: ${trigger.name} already exists`
      throw new HasuraError('already-exists', message, { path: '$.args' })
    }
    triggers.splice(
      existing < 0 ? triggers.length : existing,
      1,
      toJson({ include_in_metadata: true, ...trigger }),
    )
  }),
  delete_cron_trigger: editCommand(z.object({ name: z.string() }), (metadata, { name }) => {
    if (!removeBy(listAt(metadata, 'cron_triggers'), 'name', name)) throw noCronTrigger(name)
  }),
}

function createEventTrigger(metadata: JsonObject, args: EventTriggerArgs, context: CommandContext): void {
  const { source, table, name, replace, insert, update, delete: deletion, enable_manual, ...rest } = args
  const triggers = listAt(findTable(metadata, { source, table }), 'event_triggers')
  const existing = triggers.findIndex((other) => isJsonObject(other) && other['name'] === name)
  const isTaken = eventTriggerLists(metadata, source).some((list) => findBy(list, 'name', name) !== undefined)
  if (replace && !isTaken) throw notFound(name)
  if (replace && existing < 0)
    throw new HasuraError('not-supported', 'cannot replace table or schema for trigger', { path: '$.args' })
  checkColumns(args, context)
  if (!replace && isTaken) throw alreadyExists(name)
  const trigger = {
    retry_conf: DEFAULT_RETRY,
    ...withoutEmpty(rest),
    name,
    definition: withoutEmpty({ insert, update, delete: deletion, enable_manual: enable_manual ?? false }),
  }
  triggers.splice(existing < 0 ? triggers.length : existing, 1, toJson(trigger))
}

/** Columns that are listened to are looked up at once; those of the payload when the trigger is made. */
function checkColumns({ table, ...operations }: EventTriggerArgs, { state }: CommandContext): void {
  const known = state.current().generation.catalogue.tables.get(nameKey(table))
  const listed = [operations.insert, operations.update, operations.delete]
    .flatMap((operation) => operation?.columns ?? [])
    .filter((column) => column !== '*')
  const missing = listed.find((column) => !known?.columns.some(({ name }) => name === column))
  if (missing === undefined) return
  throw new HasuraError('not-exists', `column "${missing}" does not exist`, { path: '$.args' })
}

function deleteEventTrigger(
  metadata: JsonObject,
  { source, name }: z.output<typeof deleteEventTriggerArgs>,
): void {
  const removed = eventTriggerLists(metadata, source).map((list) => removeBy(list, 'name', name))
  if (!removed.includes(true)) throw notFound(name)
}

function eventTriggerLists(metadata: JsonObject, source: string): Json[][] {
  return listAt(findSource(metadata, source), 'tables')
    .filter(isJsonObject)
    .map((table) => listAt(table, 'event_triggers'))
}

function withoutEmpty(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined && value !== null),
  )
}

function alreadyExists(name: string): HasuraError {
  return new HasuraError('already-exists', `Event trigger with name "${name}" already exists`, {
    path: '$.args',
  })
}

function notFound(name: string): HasuraError {
  return new HasuraError('not-exists', `event trigger "${name}" does not exist`, { path: '$.args' })
}

/** Hasura words this one in its own way. */
function noCronTrigger(name: string): HasuraError {
  return new HasuraError('not-exists', `cron trigger with name: ${name} does not exist`, { path: '$.args' })
}
