import { HasuraError } from '../../errors.js'
import type { InsertObject, InsertRelated } from '../../model/changes.js'
import type { ColumnModel } from '../../model/model.js'

/** A column must not be decided twice: by the object itself, by the row around it, by a row inside it. */
export function refuseDetermined(
  object: InsertObject,
  before: readonly InsertRelated[],
  determined: ReadonlyMap<ColumnModel, unknown>,
  path: string,
): void {
  const byParent = [...object.values.keys()].filter((column) => determined.has(column))
  if (byParent.length > 0) {
    throw new HasuraError(
      'validation-failed',
      `cannot insert ${showColumns(byParent)} columns as their values are already being determined by parent insert`,
      { path },
    )
  }
  for (const { relationship } of before) {
    const twice = relationship.mapping
      .map(({ from }) => from)
      .filter((column) => object.values.has(column) || determined.has(column))
    if (twice.length > 0) {
      throw new HasuraError(
        'validation-failed',
        `cannot insert object relationship "${relationship.name}" as ${showColumns(twice)} column values are already determined`,
        { path: `${path}.${relationship.name}` },
      )
    }
  }
}

function showColumns(columns: readonly ColumnModel[]): string {
  return columns.map(({ name }) => `"${name}"`).join(', ')
}
