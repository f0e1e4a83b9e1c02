import { HasuraError } from '../../errors.js'
import type { QualifiedName } from '../../metadata/schemas/common.js'
import type { TableModel } from '../../model/model.js'
import { nameKey, showName } from '../../pg-catalogue/catalogue.js'
import type { CommandContext } from '../command.js'

/** @throws HasuraError `not-exists` for a table that is not tracked */
export function findTarget({ state }: CommandContext, name: QualifiedName): TableModel {
  const table = state.current().generation.older.model.tables.get(nameKey(name))
  if (table) return table
  const message = `table "${showName(name)}" does not exist`
  throw new HasuraError('not-exists', message, { path: '$.args.table' })
}

/** The GraphQL name of a column that is given by its name in the database. */
export function columnField(table: TableModel, name: string, path: string): string {
  const field = table.columns.get(name)?.graphqlName
  if (field !== undefined && field !== null) return field
  throw new HasuraError('not-exists', `column "${name}" does not exist in table "${showName(table)}"`, {
    path,
  })
}
