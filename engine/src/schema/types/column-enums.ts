import type { VisibleColumn } from '../../model/bool-exp.js'
import type { ColumnModel, TableModel } from '../../model/model.js'
import type { SelectPermission, UpdatePermission } from '../../model/permission.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import { type EnumValue, enumInput } from '../input/enum-input.js'
import type { Input } from '../input/input.js'
import type { SchemaContext } from '../schema-context.js'

/** Stands in where an enum would have no value, which GraphQL forbids; using it is an error. */
const PLACEHOLDER = '_PLACEHOLDER'

/** `t_select_column`: what `distinct_on` and `count(columns:)` may name; null when the role sees no column. */
export function selectColumnInput(
  context: SchemaContext,
  table: TableModel,
  permission: SelectPermission,
): Input<VisibleColumn> | null {
  const values = visibleColumnValues(permission)
  if (values.length === 0) return null
  return context.tableType(table, 'select_column', (name) =>
    enumInput({ name, description: `select columns of table "${showName(table)}"`, values }),
  )
}

/** The columns that a role sees and that fit, as values of an enum. */
export function visibleColumnValues(
  { columns }: SelectPermission,
  fits: (column: ColumnModel) => boolean = () => true,
): [string, EnumValue<VisibleColumn>][] {
  return [...columns].flatMap(([column, condition]): [string, EnumValue<VisibleColumn>][] =>
    column.graphqlName === null || !fits(column)
      ? []
      : [[column.graphqlName, { description: 'column name', means: { column, condition } }]],
  )
}

/** `t_update_column`: what `on_conflict` may overwrite; null stands for the placeholder. */
export function updateColumnInput(
  context: SchemaContext,
  table: TableModel,
  permission: UpdatePermission | undefined,
): Input<ColumnModel | null> {
  const values = [...(permission?.columns ?? [])].flatMap(
    (column): [string, EnumValue<ColumnModel | null>][] =>
      column.graphqlName === null || column.isGenerated
        ? []
        : [[column.graphqlName, { description: 'column name', means: column }]],
  )
  const placeholder = { description: 'placeholder (do not use)', means: null }
  return context.tableType(table, 'update_column', (name) =>
    enumInput({
      name,
      description: permission
        ? `update columns of table "${showName(table)}"`
        : `placeholder for update columns of table "${showName(table)}" (current role has no relevant permissions)`,
      values: values.length === 0 ? [[PLACEHOLDER, placeholder]] : values,
    }),
  )
}
