import type { Session } from '../auth/session.js'
import { HasuraError } from '../errors.js'
import type { Metadata } from '../metadata/metadata.js'
import { normalizeDocument } from './request/normalize-document.js'
import { parseDocument } from './request/parse-document.js'
import { readBody } from './request/read-body.js'

/** The queries in the collections of the allow list, for everybody and for single roles. */
export class AllowList {
  readonly #forAll = new Set<string>()
  readonly #byRole = new Map<string, Set<string>>()

  constructor({ allowlist, query_collections: collections }: Metadata) {
    for (const { collection, scope } of allowlist) {
      const stored = collections.find(({ name }) => name === collection)?.definition.queries ?? []
      const texts = stored.map(({ query }) => normalizeDocument(query.document))
      for (const set of scope.roles?.map((role) => this.#setOf(role)) ?? [this.#forAll]) {
        for (const text of texts) set.add(text)
      }
    }
  }

  /**
   * Others than admins may send nothing else; they hear of it before of anything else that is wrong, but of text that is
   * no GraphQL (Hasura.GraphQL.Execute, `checkQueryInAllowlist`).
   *
   * @throws HasuraError `validation-failed`
   */
  demand(body: unknown, { isAdmin, role }: Session): void {
    if (isAdmin) return
    const text = normalizeDocument(parseDocument(readBody(body).query))
    if (this.#forAll.has(text) || this.#byRole.get(role)?.has(text)) return
    const internal = { message: 'query is not in any of the allowlists' }
    throw new HasuraError('validation-failed', 'query is not allowed', { internal })
  }

  #setOf(role: string): Set<string> {
    const set = this.#byRole.get(role) ?? new Set()
    this.#byRole.set(role, set)
    return set
  }
}
