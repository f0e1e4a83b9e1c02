import type { TableModel } from '../model/model.js'
import type { Naming } from '../model/naming.js'

interface NewField {
  name: string
  /** What returns rows has a second field, which aggregates them. */
  returnsRows: boolean
}

/** @throws Error when the rows of a table have a field of that name, or of its aggregate's, already */
export function refuseTakenNames(table: TableModel, field: NewField, naming: Naming): void {
  const taken = new Set(otherFields(table).flatMap((other) => namesOf(other, naming)))
  for (const name of namesOf(field, naming)) {
    const column = [...table.columns.values()].find(({ graphqlName }) => graphqlName === name)
    if (column) {
      const what = column.name === name ? 'postgres column' : 'custom field name for postgres column'
      throw new Error(`field definition conflicts with ${what} "${column.name}"`)
    }
    if (taken.has(name)) throw new Error(`field definition conflicts with field "${name}"`)
  }
}

function otherFields({ relationships, computedFields }: TableModel): NewField[] {
  return [
    ...[...relationships.values()].map(({ name, kind }) => ({ name, returnsRows: kind === 'array' })),
    ...[...computedFields.values()].map(({ name, returns }) => ({ name, returnsRows: 'table' in returns })),
  ]
}

/** In the convention graphql-default an order and a condition spell the aggregate otherwise than the field itself. */
function namesOf({ name, returnsRows }: NewField, { field, join }: Naming): string[] {
  return returnsRows ? [name, field(`${name}_aggregate`), join(name, 'aggregate')] : [name]
}
