import { GraphQLNonNull } from 'graphql'
import type { TrackedFunction } from '../../model/model.js'
import type { SelectPermission } from '../../model/permission.js'
import { ADMIN_ROLE } from '../../permissions/role-permissions.js'
import { rolesBehind } from '../../permissions/roles-behind.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import { slotRecord } from '../input/slots.js'
import { branch } from '../output/field.js'
import { listOfRows } from '../output/output.js'
import type { FunctionAggregatePlan, FunctionPlan } from '../plans.js'
import type { SchemaContext } from '../schema-context.js'
import { aggregateOutput } from '../types/aggregate-output.js'
import { functionSlots, toFunctionArguments } from '../types/function-slots.js'
import { rowOutput } from '../types/row-output.js'
import { rowsSlotRecord, toRowsArguments } from '../types/rows-slots.js'
import type { FieldEntry } from './root-field.js'

/** The rows of a tracked function, as a root field. */
export function functionField<Kind extends 'function' | 'changingFunction'>(
  context: SchemaContext,
  fn: TrackedFunction,
  kind: Kind,
): FieldEntry<FunctionPlan<Kind>>[] {
  const permission = permissionFor(context, fn)
  const row = rowOutput(context, fn.table)
  if (!permission || !row) return []
  const field = branch({
    type: fn.returnsSet ? listOfRows(row) : row.type,
    description: fn.description ?? `execute function "${showName(fn)}" which returns "${showName(fn.table)}"`,
    slots: callSlots(context, fn, permission),
    of: row,
    plan: (args, selection): FunctionPlan<Kind> => ({ kind, fn, permission, ...args, selection }),
  })
  return [[fn.names.select, field]]
}

/** The aggregates of the rows of a tracked function that changes nothing. */
export function functionAggregateField(
  context: SchemaContext,
  fn: TrackedFunction,
): FieldEntry<FunctionAggregatePlan>[] {
  const permission = permissionFor(context, fn)
  const aggregate = aggregateOutput(context, fn.table)
  if (!permission || !aggregate) return []
  const field = branch({
    type: new GraphQLNonNull(aggregate.type),
    description: `execute function "${showName(fn)}" and query aggregates on result of table type "${showName(fn.table)}"`,
    slots: callSlots(context, fn, permission),
    of: aggregate,
    plan: (args, selection): FunctionAggregatePlan => ({
      kind: 'functionAggregate',
      fn,
      permission,
      ...args,
      selection,
    }),
  })
  return [[fn.names.aggregate, field]]
}

function callSlots(context: SchemaContext, fn: TrackedFunction, permission: SelectPermission) {
  return slotRecord(
    {
      ...functionSlots(context, fn.call, fn.argumentsType),
      ...rowsSlotRecord(context, fn.table, permission),
    },
    ({ args, ...given }, path) => {
      const rows = toRowsArguments(given, path)
      return { rows, args: toFunctionArguments(fn.call, args, path) }
    },
    context.naming.field,
  )
}

/** Query functions follow the permission of their table; whatever changes data needs a permission of its own. */
function permissionFor(context: SchemaContext, fn: TrackedFunction): SelectPermission | undefined {
  const isInferred = !fn.isMutation && context.options.infersFunctionPermissions
  const mayCall =
    context.role === ADMIN_ROLE ||
    isInferred ||
    [...rolesBehind(context.model, context.role)].some((role) => fn.roles.has(role))
  return mayCall ? context.permissionsOn(fn.table).select : undefined
}
