import type { Json, JsonObject } from '../../json/json.js'
import type { ValidateInputMetadata } from '../../metadata/schemas/validate-input.js'
import type { TableModel } from '../../model/model.js'
import type { TablePermissions } from '../../model/permission.js'
import type { SelectedField } from '../../schema/selected-field.js'
import { type InsertObject, type InsertRelated, insertObjectsOf } from './read-insert-object.js'

/** What one webhook is asked about one root field. */
export interface ValidationInput {
  webhook: ValidateInputMetadata
  input: Json
}

/** The questions that a mutation's root field raises, in the order of asking. */
export function validationInputs({ plan, args, ...field }: SelectedField): ValidationInput[] {
  switch (plan.kind) {
    case 'insert':
    case 'insertOne': {
      const rows = new Map<TableModel, TableRows>()
      collectRows(rows, plan.table, plan.permissions, insertObjectsOf({ plan, args, ...field }))
      return [...rows.values()].map(({ webhook, objects }) => ({ webhook, input: objects.map(toInput) }))
    }
    case 'update':
    case 'updateByPk':
      return ask(plan.permissions.update, [args])
    case 'updateMany':
      return ask(plan.permissions.update, args['updates'] ?? [])
    case 'delete':
      return ask(plan.permissions.delete, [args])
    case 'deleteByPk':
      return ask(plan.permissions.delete, [{ pk_columns: args }])
    default:
      return []
  }
}

function ask(permission: TablePermissions['update' | 'delete'], input: Json): ValidationInput[] {
  return permission?.validateInput ? [{ webhook: permission.validateInput, input }] : []
}

interface TableRows {
  webhook: ValidateInputMetadata
  objects: InsertObject[]
}

/** Rows of one table are asked about together, whichever rows they are nested in. */
function collectRows(
  rows: Map<TableModel, TableRows>,
  table: TableModel,
  { insert }: TablePermissions,
  objects: readonly InsertObject[],
): void {
  const webhook = insert?.validateInput
  if (webhook) {
    rows.set(table, { webhook, objects: [...(rows.get(table)?.objects ?? []), ...objects] })
  }
  for (const { relationship, permissions, objects: nested } of objects.flatMap(({ related }) => related)) {
    collectRows(rows, relationship.target, permissions, nested)
  }
}

/** A row as the client gave it, but with the names that its columns have in the database. */
function toInput({ values, related }: InsertObject): JsonObject {
  return Object.fromEntries([
    ...[...values].map(([column, value]) => [column.name, value] as const),
    ...related.map((nested) => [nested.relationship.name, { data: toData(nested) }] as const),
  ])
}

function toData({ relationship, objects }: InsertRelated): Json {
  const inputs = objects.map(toInput)
  return relationship.kind === 'object' ? (inputs[0] ?? null) : inputs
}
