import { type TrackedTable, tablePart } from '../model/tracked-table.js'
import { showName } from '../pg-catalogue/catalogue.js'
import { buildComputedField } from './build-computed-field.js'
import type { BuildContext } from './build-context.js'
import { buildRelationship } from './build-relationship.js'

/** Puts those relationships into the table's model that fit. */
export function addRelationships(tracked: TrackedTable, context: BuildContext): void {
  const { collector } = context
  const { metadata, path, model } = tracked
  const lists = [
    { key: 'object_relationships', kind: 'object', entries: metadata.object_relationships ?? [] },
    { key: 'array_relationships', kind: 'array', entries: metadata.array_relationships ?? [] },
  ] as const
  for (const { key, kind, entries } of lists) {
    for (const [index, entry] of entries.entries()) {
      const relationship = collector.attempt(
        {
          path: [...path, key, index],
          ...tablePart(tracked, `${kind}_relation`, entry),
          context: `in table "${showName(model)}": in relationship "${entry.name}": `,
        },
        () => buildRelationship(kind, entry, model, context),
      )
      if (relationship) model.relationships.set(relationship.name, relationship)
    }
  }
}

/** Puts those computed fields into the table's model that fit. */
export function addComputedFields(tracked: TrackedTable, context: BuildContext): void {
  const { collector } = context
  const { metadata, path, model } = tracked
  for (const [index, entry] of (metadata.computed_fields ?? []).entries()) {
    const field = collector.attempt(
      {
        path: [...path, 'computed_fields', index],
        ...tablePart(tracked, 'computed_field', entry),
        context: `in table "${showName(model)}": in computed field "${entry.name}": `,
      },
      () => buildComputedField(entry, model, context),
    )
    if (field) model.computedFields.set(field.name, field)
  }
}
