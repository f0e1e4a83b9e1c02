import { ALWAYS } from '../model/bool-exp.js'
import type { TableModel } from '../model/model.js'
import type { TablePermissions } from '../model/permission.js'

/** Changes that nobody else is asked about. */
const UNASKED = { backendOnly: false, validateInput: null }

/** What the role `admin` may do with a table: everything. */
export function adminPermissions(table: TableModel): Required<TablePermissions> {
  const columns = [...table.columns.values()]
  const everyColumn = new Set(columns)
  const scalars = [...table.computedFields.values()].filter(({ returns }) => 'type' in returns)
  return {
    select: {
      columns: new Map(columns.map((column) => [column, null])),
      computedFields: new Map(scalars.map((field) => [field, null])),
      filter: ALWAYS,
      limit: null,
      allowAggregations: true,
      queryRootFields: null,
      subscriptionRootFields: null,
    },
    insert: { columns: everyColumn, presets: new Map(), check: ALWAYS, ...UNASKED },
    update: { columns: everyColumn, presets: new Map(), filter: ALWAYS, check: null, ...UNASKED },
    delete: { filter: ALWAYS, ...UNASKED },
  }
}
