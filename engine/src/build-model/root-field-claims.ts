import type { RootFieldKind, TableModel, TrackedFunction } from '../model/model.js'
import { showName } from '../pg-catalogue/catalogue.js'

type Root = 'query_root' | 'mutation_root' | 'subscription_root'

const READS: readonly RootFieldKind[] = ['select', 'select_by_pk', 'select_aggregate']
const BY_KEY: ReadonlySet<RootFieldKind> = new Set(['select_by_pk', 'update_by_pk', 'delete_by_pk'])

/** Who has which root field, so that nobody gets one that another has. */
export class RootFieldClaims {
  readonly #owners = new Map<string, string>()

  /** @throws Error when another table has one of the names */
  claimTable(table: TableModel): void {
    const owner = `table ${showName(table)} in source default`
    const named = (kinds: readonly RootFieldKind[]) =>
      kinds
        .filter((kind) => table.primaryKey !== null || !BY_KEY.has(kind))
        .map((kind) => table.rootFields[kind].name)
    this.#claimType(table.typeName, owner)
    this.#claim('query_root', named(READS), owner)
    this.#claim('mutation_root', named(writes(table)), owner)
    this.#claim('subscription_root', named([...READS, 'select_stream']), owner)
  }

  /** @throws Error when something else has one of the names */
  claimFunction({ names, isMutation, ...fn }: TrackedFunction): void {
    const owner = `function ${showName(fn)} in source default`
    const roots = isMutation ? (['mutation_root'] as const) : (['query_root', 'subscription_root'] as const)
    const claimed = isMutation ? [names.select] : [names.select, names.aggregate]
    for (const root of roots) this.#claim(root, claimed, owner)
  }

  /** @throws Error when something else has the name */
  claimAction(name: string, type: 'query' | 'mutation'): void {
    this.#claim(`${type}_root`, [name], `action ${name}`)
  }

  #claimType(name: string, owner: string): void {
    const other = this.#owners.get(name)
    if (other) throw new Error(`Found conflicting definitions for "${name}": ${other}, ${owner}`)
    this.#owners.set(name, owner)
  }

  #claim(root: Root, names: readonly string[], owner: string): void {
    for (const name of names) {
      const other = this.#owners.get(`${root}.${name}`)
      if (other) {
        throw new Error(
          `Encountered conflicting definitions in the selection set for '${root}' for field '${name}' defined in [${other}, ${owner}]. Fields must not be defined more than once across all sources.`,
        )
      }
    }
    for (const name of names) this.#owners.set(`${root}.${name}`, owner)
  }
}

function writes({ isInsertable, isUpdatable, isDeletable }: TableModel): RootFieldKind[] {
  return [
    ...(isInsertable ? (['insert', 'insert_one'] as const) : []),
    ...(isUpdatable ? (['update', 'update_by_pk', 'update_many'] as const) : []),
    ...(isDeletable ? (['delete', 'delete_by_pk'] as const) : []),
  ]
}
