import type { DocumentNode } from 'graphql'
import type { Metadata } from '../../metadata/metadata.js'
import { normalizeDocument } from './normalize-document.js'

/** The queries that the collections of the allow list hold, for everybody and for single roles. */
export class AllowList {
  readonly #forAll = new Set<string>()
  readonly #byRole = new Map<string, Set<string>>()

  constructor({ allowlist, query_collections: collections }: Metadata) {
    for (const { collection, scope } of allowlist) {
      const found = collections.find(({ name }) => name === collection)
      const queries = (found?.definition.queries ?? []).map(({ query }) => normalizeDocument(query.document))
      const sets = scope.global ? [this.#forAll] : scope.roles.map((role) => this.#setOf(role))
      for (const set of sets) for (const query of queries) set.add(query)
    }
  }

  allows(role: string, document: DocumentNode): boolean {
    const query = normalizeDocument(document)
    return this.#forAll.has(query) || this.#byRole.get(role)?.has(query) === true
  }

  #setOf(role: string): Set<string> {
    const set = this.#byRole.get(role) ?? new Set()
    this.#byRole.set(role, set)
    return set
  }
}
