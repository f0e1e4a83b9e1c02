import { z } from 'zod'
import { HasuraError } from '../../errors.js'
import { isJsonObject, type Json, type JsonObject, toJson } from '../../json/json.js'
import type { Command } from '../admin-api.js'
import { editCommand } from './edit-metadata.js'
import { findBy, findSource, findTable, listAt, removeBy, tableArgs } from './metadata-json.js'

const DEFAULT_RETRY = { num_retries: 0, interval_sec: 10, timeout_sec: 60 }

const eventTriggerArgs = tableArgs.extend({
  name: z.string(),
  insert: z.unknown().optional(),
  update: z.unknown().optional(),
  delete: z.unknown().optional(),
  enable_manual: z.boolean().optional(),
  retry_conf: z.unknown().optional(),
  webhook: z.string().nullish(),
  webhook_from_env: z.string().nullish(),
  headers: z.unknown().optional(),
  request_transform: z.unknown().optional(),
  response_transform: z.unknown().optional(),
  cleanup_config: z.unknown().optional(),
  trigger_on_replication: z.boolean().optional(),
  replace: z.boolean().default(false),
})
const deleteEventTriggerArgs = z.object({ source: z.string().default('default'), name: z.string() })
const cronTriggerArgs = z.looseObject({ name: z.string(), replace: z.boolean().default(false) })

/** The commands about event triggers and cron triggers. */
export const triggerEdits: Readonly<Record<string, Command>> = {
  pg_create_event_trigger: editCommand(eventTriggerArgs, createEventTrigger),
  create_event_trigger: editCommand(eventTriggerArgs, createEventTrigger),
  pg_delete_event_trigger: editCommand(deleteEventTriggerArgs, deleteEventTrigger),
  delete_event_trigger: editCommand(deleteEventTriggerArgs, deleteEventTrigger),
  create_cron_trigger: editCommand(cronTriggerArgs, (metadata, { replace, ...trigger }) => {
    const triggers = listAt(metadata, 'cron_triggers')
    if (!removeBy(triggers, 'name', trigger.name)) {
      if (replace) throw noCronTrigger(trigger.name)
    } else if (!replace) {
      const message = `cron trigger with name: ${trigger.name} already exists`
      throw new HasuraError('already-exists', message, { path: '$.args' })
    }
    triggers.push(toJson({ include_in_metadata: true, ...trigger }))
  }),
  delete_cron_trigger: editCommand(z.object({ name: z.string() }), (metadata, { name }) => {
    if (!removeBy(listAt(metadata, 'cron_triggers'), 'name', name)) throw noCronTrigger(name)
  }),
}

function createEventTrigger(metadata: JsonObject, args: z.output<typeof eventTriggerArgs>): void {
  const { source, table, name, replace, insert, update, delete: deletion, enable_manual, ...rest } = args
  const isThere = eventTriggerLists(metadata, source).some((list) => findBy(list, 'name', name) !== undefined)
  if (isThere && !replace) throw alreadyExists(name)
  if (!isThere && replace) throw notFound(name)
  for (const list of eventTriggerLists(metadata, source)) removeBy(list, 'name', name)
  listAt(findTable(metadata, { source, table }), 'event_triggers').push(
    toJson({
      retry_conf: DEFAULT_RETRY,
      ...withoutEmpty(rest),
      name,
      definition: withoutEmpty({ insert, update, delete: deletion, enable_manual: enable_manual ?? false }),
    }),
  )
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
  return new HasuraError('already-exists', `event trigger with name "${name}" already exists`, {
    path: '$.args',
  })
}

function notFound(name: string): HasuraError {
  return new HasuraError('not-exists', `event trigger with name "${name}" does not exist`, { path: '$.args' })
}

/** Hasura words this one in its own way. */
function noCronTrigger(name: string): HasuraError {
  return new HasuraError('not-exists', `cron trigger with name: ${name} does not exist`, { path: '$.args' })
}
