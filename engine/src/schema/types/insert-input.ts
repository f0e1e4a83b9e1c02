import type { Json } from '../../json/json.js'
import type { InsertObject, InsertRelated, InsertRows } from '../../model/changes.js'
import type { ColumnModel, Relationship, TableModel } from '../../model/model.js'
import type { InsertPermission } from '../../model/permission.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import { type Input, mapInput } from '../input/input.js'
import { listInput, mapSlot, omittable, optional, required, type Slot } from '../input/slot.js'
import { objectInput, slotList, slotRecord } from '../input/slots.js'
import type { SchemaContext } from '../schema-context.js'
import { onConflictSlot } from './on-conflict-input.js'
import { columnInput } from './scalar-types.js'

/** A field of a row to insert: a column's value or related rows, of which there may be none. */
type Part = { column: ColumnModel; value: Json } | { related: InsertRelated } | null

/** `t_insert_input`: a row to insert, with rows of related tables in it. */
export function insertInput(
  context: SchemaContext,
  table: TableModel,
  permission: InsertPermission,
): Input<InsertObject> {
  return context.tableType(table, 'insert_input', (name) =>
    objectInput({
      name,
      description: `input type for inserting data into table "${showName(table)}"`,
      slots: () => slotList(insertEntries(context, table, permission), toInsertObject),
    }),
  )
}

function toInsertObject(given: ReadonlyMap<string, Part>): InsertObject {
  const values = new Map<ColumnModel, Json>()
  const related: InsertRelated[] = []
  for (const part of given.values()) {
    if (part && 'related' in part) related.push(part.related)
    else if (part) values.set(part.column, part.value)
  }
  return { values, related }
}

function insertEntries(
  context: SchemaContext,
  table: TableModel,
  permission: InsertPermission,
): [string, Slot<Part>][] {
  const columns = [...permission.columns].flatMap((column): [string, Slot<Part>][] => {
    if (column.graphqlName === null || column.isGenerated) return []
    const input = columnInput(context, column.type)
    const slot: Slot<Json> = column.isNullable
      ? optional(input, column.description)
      : omittable(input, column.description)
    return [[column.graphqlName, mapSlot(slot, (value): Part => ({ column, value }))]]
  })
  const related = [...table.relationships.values()].flatMap((relationship) =>
    relatedEntry(context, relationship),
  )
  return [...columns, ...related]
}

/** Relationships that have no rows count as not given. */
function relatedEntry(context: SchemaContext, relationship: Relationship): [string, Slot<Part>][] {
  const input = relatedInput(context, relationship)
  if (!input) return []
  const part = mapInput(
    input,
    (rows): Part => (rows.objects.length === 0 ? null : { related: { relationship, ...rows } }),
  )
  return [[relationship.name, optional(part)]]
}

/** `t_obj_rel_insert_input` and `t_arr_rel_insert_input`: rows of a related table. */
function relatedInput(context: SchemaContext, { target, kind }: Relationship): Input<InsertRows> | null {
  const permissions = context.permissionsOn(target)
  const { insert } = permissions
  if (!insert || !target.isInsertable) return null
  const suffix = kind === 'object' ? 'obj' : 'arr'
  return context.tableType(target, `${suffix}_rel_insert_input`, (name) =>
    objectInput({
      name,
      description: `input type for inserting ${kind} relation for remote table "${showName(target)}"`,
      slots: () => {
        const row = insertInput(context, target, insert)
        const rows = kind === 'object' ? mapInput(row, (one) => [one]) : listInput(required(row))
        return slotRecord(
          { data: required(rows), ...onConflictSlot(context, target, permissions) },
          ({ data, on_conflict: onConflict = null }): InsertRows => ({
            permission: insert,
            objects: data,
            onConflict,
          }),
          context.naming.field,
        )
      },
    }),
  )
}
