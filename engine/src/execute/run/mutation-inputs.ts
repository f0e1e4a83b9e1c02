import type { Json, JsonObject } from '../../json/json.js'
import type { ValidateInputMetadata } from '../../metadata/schemas/validate-input.js'
import type { InsertObject, InsertRelated, InsertRows } from '../../model/changes.js'
import type { TableModel } from '../../model/model.js'
import type { DeletePermission, UpdatePermission } from '../../model/permission.js'
import type { RootPlan } from '../../schema/plans.js'

/** What one webhook is asked about one root field. */
export interface ValidationInput {
  webhook: ValidateInputMetadata
  input: Json
}

/** The questions that a mutation's root field raises, in the order of asking. */
export function validationInputs(plan: RootPlan): ValidationInput[] {
  switch (plan.kind) {
    case 'insert': {
      const rows = new Map<TableModel, TableRows>()
      collectRows(rows, plan.table, plan)
      return [...rows.values()].map(({ webhook, objects }) => ({ webhook, input: objects.map(toInput) }))
    }
    case 'update':
    case 'delete':
      return ask(plan.permission, () => [plan.given()])
    case 'updateMany':
      return ask(plan.permission, () => plan.given()['updates'] ?? [])
    default:
      return []
  }
}

function ask({ validateInput }: UpdatePermission | DeletePermission, input: () => Json): ValidationInput[] {
  return validateInput ? [{ webhook: validateInput, input: input() }] : []
}

interface TableRows {
  webhook: ValidateInputMetadata
  objects: InsertObject[]
}

/** Rows of one table are asked about together, whichever rows they are nested in. */
function collectRows(
  rows: Map<TableModel, TableRows>,
  table: TableModel,
  { permission, objects }: InsertRows,
): void {
  const webhook = permission.validateInput
  if (webhook) {
    rows.set(table, { webhook, objects: [...(rows.get(table)?.objects ?? []), ...objects] })
  }
  for (const nested of objects.flatMap(({ related }) => related)) {
    collectRows(rows, nested.relationship.target, nested)
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
