import { type Catalogue, type Name, nameKey } from '../catalogue/catalogue.js'
import type { Metadata } from '../metadata/metadata.js'
import type { EventTriggerMetadata } from '../metadata/schemas/event-trigger.js'
import type { MetadataPath } from '../metadata/source-positions.js'

/** An event trigger with the table that it hangs on. */
export interface EventTrigger {
  metadata: EventTriggerMetadata
  table: Name
}

export function eventTriggersOf(metadata: Metadata): EventTrigger[] {
  return metadata.sources.flatMap(({ tables }) =>
    tables.flatMap(({ table, event_triggers: triggers = [] }) =>
      triggers.map((trigger) => ({ metadata: trigger, table })),
    ),
  )
}

/** What the database makes impossible: tables and columns that are not there, one name used twice. */
export function eventTriggerProblems(
  metadata: Metadata,
  catalogue: Catalogue,
): { path: MetadataPath; message: string }[] {
  const names = new Set<string>()
  return metadata.sources.flatMap(({ tables }, source) =>
    tables.flatMap(({ table, event_triggers: triggers = [] }, tableIndex) =>
      triggers.flatMap((trigger, index) => {
        const path = ['sources', source, 'tables', tableIndex, 'event_triggers', index]
        const problems = columnProblems(trigger, table, catalogue)
        if (names.has(trigger.name)) problems.push(`event trigger with name "${trigger.name}" already exists`)
        names.add(trigger.name)
        return problems.map((message) => ({ path, message: `event trigger "${trigger.name}": ${message}` }))
      }),
    ),
  )
}

function columnProblems({ definition }: EventTriggerMetadata, table: Name, catalogue: Catalogue): string[] {
  const known = catalogue.tables.get(nameKey(table))
  // A missing table is a problem of its own, reported where tables are tracked.
  if (known === undefined) return []
  if (known.kind === 'view') return ['views cannot have event triggers']
  const named = [definition.insert, definition.update, definition.delete]
    .flatMap((operation) => [operation?.columns, operation?.payload])
    .flatMap((columns) => (columns === '*' ? [] : (columns ?? [])))
  return [...new Set(named)]
    .filter((column) => !known.columns.some(({ name }) => name === column))
    .map((column) => `column "${column}" does not exist`)
}
