import type { Json, JsonObject } from '../../json/json.js'
import type { DmlAccess } from './dml-access.js'

/** A GraphQL request under construction: values travel as variables, so that none needs escaping. */
export class RequestBuilder {
  readonly #types: string[] = []
  readonly variables: JsonObject = {}
  readonly access: DmlAccess

  constructor(access: DmlAccess) {
    this.access = access
  }

  /** An argument, or nothing when it has no value. */
  argument(name: string, type: string, value: Json | undefined): string[] {
    if (value === undefined || value === null) return []
    const variable = `v${this.#types.length}`
    this.#types.push(`$${variable}: ${type}`)
    this.variables[variable] = value
    return [`${name}: $${variable}`]
  }

  query(kind: 'query' | 'mutation', field: string): string {
    const variables = this.#types.length === 0 ? '' : `(${this.#types.join(', ')})`
    return `${kind} ${variables} { result: ${field} }`
  }
}

/** `name(a: $v0)`, or the name alone when there are no arguments. */
export function fieldCall(name: string, ...args: readonly string[][]): string {
  const all = args.flat()
  return all.length === 0 ? name : `${name}(${all.join(', ')})`
}
