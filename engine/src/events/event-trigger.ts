import { scheduleProblem } from '../cron/schedule-problem.js'
import type { Metadata } from '../metadata/metadata.js'
import type { EventTriggerMetadata } from '../metadata/schemas/event-trigger.js'
import type { Inconsistency } from '../model/model.js'
import { type Catalogue, type Name, nameKey } from '../pg-catalogue/catalogue.js'

/** An event trigger with the table that it hangs on. */
export interface EventTrigger {
  metadata: EventTriggerMetadata
  table: Name
}

/** The metadata's event triggers, without those that the database makes impossible; these are listed apart. */
export function findEventTriggers(
  metadata: Metadata,
  catalogue: Catalogue,
): { triggers: EventTrigger[]; inconsistencies: Inconsistency[] } {
  const triggers: EventTrigger[] = []
  const inconsistencies: Inconsistency[] = []
  for (const [source, { tables }] of metadata.sources.entries()) {
    for (const [tableIndex, { table, event_triggers: listed = [] }] of tables.entries()) {
      for (const [index, trigger] of listed.entries()) {
        const isRepeated = triggers.some((other) => other.metadata.name === trigger.name)
        const problem = isRepeated ? 'its name is in use already' : triggerProblem(trigger, table, catalogue)
        if (problem === undefined) {
          triggers.push({ metadata: trigger, table })
          continue
        }
        inconsistencies.push({
          path: ['sources', source, 'tables', tableIndex, 'event_triggers', index],
          type: 'event_trigger',
          name: trigger.name,
          reason: `Inconsistent object: in event trigger "${trigger.name}": ${problem}`,
          definition: { table, configuration: trigger },
        })
      }
    }
  }
  return { triggers, inconsistencies }
}

function triggerProblem(
  { definition, cleanup_config: cleanup }: EventTriggerMetadata,
  table: Name,
  catalogue: Catalogue,
): string | undefined {
  const known = catalogue.tables.get(nameKey(table))
  if (known === undefined) return `its table "${table.name}" does not exist`
  if (known.kind === 'view') return 'views cannot have event triggers'
  const missing = [definition.insert, definition.update, definition.delete]
    .flatMap((operation) => [operation?.columns, operation?.payload])
    .flatMap((columns) => (columns === '*' ? [] : (columns ?? [])))
    .find((column) => !known.columns.some(({ name }) => name === column))
  if (missing !== undefined) return `column "${missing}" does not exist`
  return cleanup ? scheduleProblem(cleanup.schedule) : undefined
}
