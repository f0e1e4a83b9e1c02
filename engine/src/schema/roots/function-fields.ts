import { GraphQLList, GraphQLNonNull } from 'graphql'
import type { TrackedFunction } from '../../model/model.js'
import { ADMIN_ROLE } from '../../permissions/role-permissions.js'
import { rolesBehind } from '../../permissions/roles-behind.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { SchemaContext } from '../schema-context.js'
import { aggregateType } from '../types/aggregate-type.js'
import { functionArguments } from '../types/function-arguments.js'
import { rowType } from '../types/row-type.js'
import { selectArguments } from '../types/select-arguments.js'
import type { RootEntry } from './root-field.js'

/** The root fields of a tracked function: its rows and, for queries, their aggregate. */
export function functionFields(context: SchemaContext, fn: TrackedFunction): RootEntry[] {
  const permission = context.permissionsOn(fn.table).select
  const row = rowType(context, fn.table)
  if (!permission || !row || !mayCall(context, fn)) return []
  const args = {
    ...functionArguments(context, fn.call, `${fn.typeBase}_args`),
    ...selectArguments(context, fn.table, permission),
  }
  const description =
    fn.description ?? `execute function "${showName(fn)}" which returns "${showName(fn.table)}"`
  const rows: RootEntry = [
    fn.names.select,
    {
      type: fn.returnsSet ? new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(row))) : row,
      args,
      description,
      extensions: { plan: { kind: 'function', fn, permission } },
    },
  ]
  const aggregate = fn.isMutation ? null : aggregateType(context, fn.table)
  if (!aggregate) return [rows]
  return [
    rows,
    [
      fn.names.aggregate,
      {
        type: new GraphQLNonNull(aggregate),
        args,
        description: `execute function "${showName(fn)}" and query aggregates on result of table type "${showName(fn.table)}"`,
        extensions: { plan: { kind: 'functionAggregate', fn, permission } },
      },
    ],
  ]
}

/** Query functions follow the permission of their table; whatever changes data needs a permission of its own. */
function mayCall(context: SchemaContext, fn: TrackedFunction): boolean {
  if (context.role === ADMIN_ROLE) return true
  if (!fn.isMutation && context.options.infersFunctionPermissions) return true
  return [...rolesBehind(context.model, context.role)].some((role) => fn.roles.has(role))
}
