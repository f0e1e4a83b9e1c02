import { HasuraError } from '../../errors.js'
import type { ColumnModel, Model, TableModel } from '../../model/model.js'
import type { TablePermissions } from '../../model/permission.js'
import { ADMIN_ROLE, RolePermissions } from '../../permissions/role-permissions.js'
import { showName } from '../../pg-catalogue/catalogue.js'

type Kind = keyof TablePermissions

/** What a role may name in the older commands; GraphQL, which runs them, enforces the rest. */
export class DmlAccess {
  readonly #role: string
  readonly #permissions: RolePermissions

  constructor(model: Model, role: string) {
    this.#role = role
    this.#permissions = new RolePermissions(model, role)
  }

  /** @throws HasuraError `permission-denied` when the role has no such permission on the table */
  demand(kind: Kind, table: TableModel, detail = ''): void {
    if (this.#permissions.on(table)[kind]) return
    const message = `${kind} on "${showName(table)}" for role "${this.#role}" is not allowed. ${detail}`
    throw new HasuraError('permission-denied', message, { path: '$.args' })
  }

  /** The columns of rows that the role sees, as far as GraphQL can name them. */
  columns(table: TableModel): { column: ColumnModel; field: string }[] {
    return [...(this.#permissions.on(table).select?.columns.keys() ?? [])].flatMap((column) =>
      column.graphqlName === null ? [] : [{ column, field: column.graphqlName }],
    )
  }

  /** The GraphQL name of a column that is given by its name in the database. */
  field(kind: 'select' | 'insert' | 'update', table: TableModel, name: string, path: string): string {
    const column = table.columns.get(name)
    const isPermitted = column && this.#permissions.on(table)[kind]?.columns.has(column)
    if (isPermitted && column.graphqlName !== null) return column.graphqlName
    const message =
      this.#role === ADMIN_ROLE
        ? `no such column exists : "${name}"`
        : `role "${this.#role}" does not have permission to ${kind} column "${name}"`
    throw new HasuraError('permission-denied', message, { path })
  }
}
