import type { TableModel } from '../model/model.js'

/** @throws Error when the rows of a table have a field of one of the names already */
export function refuseTakenNames(table: TableModel, names: readonly string[]): void {
  for (const name of names) {
    const column = [...table.columns.values()].find(({ graphqlName }) => graphqlName === name)
    if (column) {
      const what = column.name === name ? 'postgres column' : 'custom field name for postgres column'
      throw new Error(`field definition conflicts with ${what} "${column.name}"`)
    }
    if (otherFields(table).includes(name)) throw new Error(`field definition conflicts with field "${name}"`)
  }
}

function otherFields({ relationships, computedFields }: TableModel): string[] {
  return [
    ...[...relationships.values()].flatMap(({ name, kind }) => withAggregate(name, kind === 'array')),
    ...[...computedFields.values()].flatMap(({ name, returns }) => withAggregate(name, 'table' in returns)),
  ]
}

/** What returns rows has a second field, which aggregates them. */
export function withAggregate(name: string, returnsRows: boolean): string[] {
  return returnsRows ? [name, `${name}_aggregate`] : [name]
}
