import type { GraphQLInputType } from 'graphql'
import { GraphQLInputObjectType, getNamedType } from 'graphql'
import { isJsonObject, type Json, type JsonObject } from '../../json/json.js'
import type { ColumnModel, Relationship } from '../../model/model.js'
import type { TablePermissions } from '../../model/permission.js'
import type { SelectedField } from '../../schema/selected-field.js'
import { type OnConflict, readOnConflict } from '../../sql/compile-on-conflict.js'
import { listOf } from '../../sql/read-where.js'

/** A row to insert, with the rows of related tables that come with it. */
export interface InsertObject {
  values: ReadonlyMap<ColumnModel, Json>
  related: readonly InsertRelated[]
}

export interface InsertRelated {
  relationship: Relationship
  permissions: TablePermissions
  objects: readonly InsertObject[]
  onConflict: OnConflict | null
}

/** The rows that `insert_t` or `insert_t_one` was given. */
export function insertObjectsOf({ args, definition }: SelectedField): InsertObject[] {
  const argument = definition?.args.find(({ name }) => name === 'objects' || name === 'object')
  if (!argument) return []
  return listOf(args[argument.name] ?? []).map((object) => readInsertObject(object, argument.type))
}

/** Reads a `t_insert_input`. Relationships that are null or have no rows count as not given. */
function readInsertObject(value: Json, type: GraphQLInputType): InsertObject {
  const values = new Map<ColumnModel, Json>()
  const related: InsertRelated[] = []
  for (const [name, child] of Object.entries(isJsonObject(value) ? value : {})) {
    const field = fieldsOf(type)[name]
    const meaning = field?.extensions.plan?.meaning
    if (!field || !meaning) continue
    if (meaning.kind === 'column') values.set(meaning.column, child)
    if (meaning.kind === 'insertRelated' && isJsonObject(child)) {
      const { relationship, permissions } = meaning
      const objects = readData(child, field.type)
      if (objects.length > 0) {
        related.push({ relationship, permissions, objects, onConflict: readConflictOf(child, field.type) })
      }
    }
  }
  return { values, related }
}

function readData(child: JsonObject, type: GraphQLInputType): InsertObject[] {
  const data = fieldsOf(type)['data']
  return data ? listOf(child['data'] ?? []).map((object) => readInsertObject(object, data.type)) : []
}

function readConflictOf(child: JsonObject, type: GraphQLInputType): OnConflict | null {
  const field = fieldsOf(type)['on_conflict']
  return field ? readConflict(child['on_conflict'], field.type) : null
}

export function readConflict(value: Json | undefined, type: GraphQLInputType): OnConflict | null {
  return value !== undefined && isJsonObject(value) ? readOnConflict(value, type) : null
}

function fieldsOf(type: GraphQLInputType) {
  const object = getNamedType(type)
  return object instanceof GraphQLInputObjectType ? object.getFields() : {}
}
