import type { GraphQLEnumType, GraphQLInputObjectType, GraphQLObjectType, GraphQLScalarType } from 'graphql'
import type { Model, TableModel } from '../model/model.js'
import type { TablePermissions } from '../model/permission.js'
import { RolePermissions } from '../permissions/role-permissions.js'

export interface SchemaOptions {
  /** The request may use permissions that are meant for backends only. */
  includesBackendOnly: boolean
  /** Tracked query functions follow the select permission of their table, as Hasura does by default. */
  infersFunctionPermissions: boolean
}

type Registered = GraphQLObjectType | GraphQLInputObjectType | GraphQLEnumType | GraphQLScalarType

/** What the pieces of a role's schema share: the model, the role's permissions, and the types made so far. */
export class SchemaContext {
  readonly model: Model
  readonly options: SchemaOptions
  readonly #permissions: RolePermissions
  readonly #types = new Map<string, Registered>()

  constructor(model: Model, role: string, options: SchemaOptions) {
    this.model = model
    this.options = options
    this.#permissions = new RolePermissions(model, role)
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

  /** The type of that name, made on first use; types may refer to each other through field thunks. */
  type<Type extends Registered>(name: string, make: (name: string) => Type): Type {
    const known = this.#types.get(name)
    // A name belongs to one maker only, so what is registered under it is of the maker's type.
    if (known) return known as Type
    const made = make(name)
    this.#types.set(name, made)
    return made
  }
}
