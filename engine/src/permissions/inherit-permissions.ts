import { allOf, anyOf, type BoolExp, type CellCondition, isAlways } from '../model/bool-exp.js'
import type { SelectPermission, TablePermissions } from '../model/permission.js'

/** What a role may do that inherits from several others. */
export function inheritPermissions(parents: readonly TablePermissions[]): TablePermissions {
  const selects = parents.flatMap(({ select }) => select ?? [])
  const [firstSelect] = selects
  const insert = onlyOne(parents.flatMap((parent) => parent.insert ?? []))
  const update = onlyOne(parents.flatMap((parent) => parent.update ?? []))
  const remove = onlyOne(parents.flatMap((parent) => parent.delete ?? []))
  return {
    ...(firstSelect && { select: selects.length === 1 ? firstSelect : combineSelects(selects) }),
    ...(insert && { insert }),
    ...(update && { update }),
    ...(remove && { delete: remove }),
  }
}

/** Permissions to change something are inherited when the parents do not contradict each other. */
function onlyOne<Permission>(permissions: readonly Permission[]): Permission | undefined {
  return areAlike(permissions) ? permissions[0] : undefined
}

/** Do the permissions say the same? */
export function areAlike(permissions: readonly unknown[]): boolean {
  const [first, ...others] = permissions
  return others.every((other) => fingerprint(other) === fingerprint(first))
}

function combineSelects(selects: readonly SelectPermission[]): SelectPermission {
  const limits = selects.map(({ limit }) => limit)
  return {
    columns: combineCells(selects, ({ columns }) => columns),
    computedFields: combineCells(selects, ({ computedFields }) => computedFields),
    filter: anyOf(selects.map(({ filter }) => filter)),
    limit: limits.includes(null) ? null : Math.max(...limits.map((limit) => limit ?? 0)),
    allowAggregations: selects.some(({ allowAggregations }) => allowAggregations),
    queryRootFields: combineRootFields(selects.map(({ queryRootFields }) => queryRootFields)),
    subscriptionRootFields: combineRootFields(
      selects.map(({ subscriptionRootFields }) => subscriptionRootFields),
    ),
  }
}

/** A cell shows when some parent may see both its row and its column. */
function combineCells<Cell>(
  selects: readonly SelectPermission[],
  cellsOf: (select: SelectPermission) => ReadonlyMap<Cell, CellCondition>,
): Map<Cell, CellCondition> {
  const cells = new Set(selects.flatMap((select) => [...cellsOf(select).keys()]))
  return new Map(
    [...cells].map((cell) => {
      const conditions = selects.flatMap((select): BoolExp[] => {
        const condition = cellsOf(select).get(cell)
        if (condition === undefined) return []
        return [condition === null ? select.filter : allOf(select.filter, condition)]
      })
      const isAlwaysVisible = conditions.length === selects.length || conditions.some(isAlways)
      return [cell, isAlwaysVisible ? null : anyOf(conditions)]
    }),
  )
}

function combineRootFields(sets: readonly (ReadonlySet<string> | null)[]): ReadonlySet<string> | null {
  if (sets.includes(null)) return null
  return new Set(sets.flatMap((set) => [...(set ?? [])]))
}

/** Text that is equal for permissions of equal meaning; names stand for tables, columns and relationships. */
function fingerprint(permission: unknown): string {
  return JSON.stringify(permission, (_, value: unknown) => {
    if (value instanceof Set) return { set: [...value].map(nameOf).sort() }
    if (value instanceof Map) return { map: [...value].map(([key, entry]) => [nameOf(key), entry]) }
    if (typeof value === 'object' && value !== null && 'name' in value) return nameOf(value)
    return value
  })
}

function nameOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'name' in value ? value.name : value
}
