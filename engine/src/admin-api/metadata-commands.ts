import { z } from 'zod'
import { invokeEventTrigger, redeliverEvent } from '../events/manual-events.js'
import { isJsonObject, type Json, toJson } from '../json/json.js'
import { catalogState, catalogStateArgs, setCatalogState } from './catalog-state.js'
import type { Command } from './command.js'
import { actionEdits } from './edits/action-edits.js'
import { collectionEdits } from './edits/collection-edits.js'
import { functionEdits } from './edits/function-edits.js'
import { permissionEdits } from './edits/permission-edits.js'
import { relationshipEdits } from './edits/relationship-edits.js'
import { restEndpointEdits } from './edits/rest-endpoint-edits.js'
import { tableEdits } from './edits/table-edits.js'
import { triggerEdits } from './edits/trigger-edits.js'
import { eventLogCommands } from './event-log-commands.js'
import { inconsistentObjects } from './inconsistent-objects.js'
import { parseArgs } from './parse-args.js'
import {
  clearMetadata,
  dropInconsistentMetadata,
  reloadMetadata,
  replaceMetadata,
} from './replace-metadata.js'
import { scheduledEventCommands } from './scheduled-event-commands.js'
import { testWebhookTransform } from './test-webhook-transform.js'

const SUCCESS = { message: 'success' }

const invokeArgs = z.object({ name: z.string(), source: z.string().default('default'), payload: z.unknown() })
const redeliverArgs = z.object({ event_id: z.string(), source: z.string().default('default') })

const exportMetadata: Command = async (_args, { state, version }) => {
  const { loaded, resourceVersion } = state.current()
  const metadata = withoutHiddenCronTriggers(toJson(loaded.assembled.json))
  return version === 2 ? { resource_version: resourceVersion, metadata } : metadata
}

/** `include_in_metadata: false` keeps a cron trigger out of exports. */
function withoutHiddenCronTriggers(metadata: Json): Json {
  if (!isJsonObject(metadata) || !Array.isArray(metadata['cron_triggers'])) return metadata
  const shown = metadata['cron_triggers'].filter(
    (trigger) => !isJsonObject(trigger) || trigger['include_in_metadata'] !== false,
  )
  return { ...metadata, cron_triggers: shown }
}

const listInconsistencies: Command = async (_args, { state }) => {
  const objects = inconsistentObjects(state.current().inconsistencies, state.current())
  return { is_consistent: objects.length === 0, inconsistent_objects: objects }
}

const invoke: Command = async (args, { database, state, session, poke }) => {
  const { name, payload } = parseArgs(invokeArgs, args)
  const result = await invokeEventTrigger(database, state.current().eventTriggers, { name, payload, session })
  poke()
  return { event_id: result.event_id }
}

const redeliver: Command = async (args, { database, poke }) => {
  await redeliverEvent(database, parseArgs(redeliverArgs, args).event_id)
  poke()
  return SUCCESS
}

/** The commands that change metadata; only they mind the `resource_version` of a request. */
export const metadataEdits: Readonly<Record<string, Command>> = {
  ...withOldNames({
    ...tableEdits,
    ...relationshipEdits,
    ...permissionEdits,
    ...functionEdits,
    ...triggerEdits,
  }),
  ...actionEdits,
  ...collectionEdits,
  ...restEndpointEdits,
  replace_metadata: replaceMetadata,
  reload_metadata: reloadMetadata,
  clear_metadata: clearMetadata,
  drop_inconsistent_metadata: dropInconsistentMetadata,
}

/** From when there was only Postgres, commands are known without `pg_`, too. */
function withOldNames(commands: Readonly<Record<string, Command>>): Record<string, Command> {
  const old = Object.entries(commands).map(([name, command]) => [name.replace(/^pg_/, ''), command])
  return { ...Object.fromEntries(old), ...commands }
}

/** The commands of `/v1/metadata` by their `type`. */
export const metadataCommands: Readonly<Record<string, Command>> = {
  ...metadataEdits,
  ...eventLogCommands,
  ...scheduledEventCommands,
  export_metadata: exportMetadata,
  get_inconsistent_metadata: listInconsistencies,
  get_catalog_state: (_args, { database }) => catalogState(database),
  set_catalog_state: async (args, { database }) => {
    await setCatalogState(database, parseArgs(catalogStateArgs, args))
    return SUCCESS
  },
  pg_invoke_event_trigger: invoke,
  invoke_event_trigger: invoke,
  pg_redeliver_event: redeliver,
  redeliver_event: redeliver,
  test_webhook_transform: testWebhookTransform,
}
