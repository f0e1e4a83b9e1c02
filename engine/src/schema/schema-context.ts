import type { Model, TableModel } from '../model/model.js'
import type { Naming } from '../model/naming.js'
import type { TablePermissions } from '../model/permission.js'
import { RolePermissions } from '../permissions/role-permissions.js'

export interface SchemaOptions {
  /** The request may use permissions that are meant for backends only. */
  includesBackendOnly: boolean
  /** Tracked query functions follow the select permission of their table, as Hasura does by default. */
  infersFunctionPermissions: boolean
  /** Updates know what only Hasura's older API has: `$mul` and `$default`. */
  hasOlderOperators: boolean
}

/** What the pieces of a role's schema share: the model, the role's permissions, and the types made so far. */
export class SchemaContext {
  readonly model: Model
  readonly options: SchemaOptions
  readonly #permissions: RolePermissions
  readonly #types = new Map<string, unknown>()

  constructor(model: Model, role: string, options: SchemaOptions) {
    this.model = model
    this.options = options
    this.#permissions = new RolePermissions(model, role)
  }

  get naming(): Naming {
    return this.model.naming
  }

  get role(): string {
    return this.#permissions.role
  }

  /** The role's permissions on a table, without those reserved for backends unless this is one. */
  permissionsOn(table: TableModel): TablePermissions {
    const all = this.#permissions.on(table)
    if (this.options.includesBackendOnly) return all
    const { insert, update, delete: remove, ...rest } = all
    return {
      ...rest,
      ...(insert && !insert.backendOnly && { insert }),
      ...(update && !update.backendOnly && { update }),
      ...(remove && !remove.backendOnly && { delete: remove }),
    }
  }

  /** A type that is named after a table: `t_bool_exp`. */
  tableType<Made>(table: TableModel, words: string, make: (name: string) => Made): Made {
    return this.type(words.split('_').reduce(this.naming.join, table.typeName), make)
  }

  /** The type of that name with what reads it, made on first use; types may refer to each other through thunks. */
  type<Made>(name: string, make: (name: string) => Made): Made {
    // A name belongs to one maker only, so what is registered under it is what the maker made.
    if (this.#types.has(name)) return this.#types.get(name) as Made
    const made = make(name)
    this.#types.set(name, made)
    return made
  }
}
