import { HasuraError } from '../errors.js'

export interface SqlOptions {
  /** bigint, numeric and double precision as JSON strings, for clients that would round them. */
  stringifiesNumbers: boolean
}

/** What the fragments of one statement share: the session and a supply of aliases. */
export class SqlContext {
  readonly variables: Readonly<Record<string, string>>
  readonly options: SqlOptions
  #aliases = 0

  constructor(variables: Readonly<Record<string, string>>, options: SqlOptions) {
    this.variables = variables
    this.options = options
  }

  /** A name for a row source that no other of the statement has. */
  newAlias(hint: string): string {
    this.#aliases += 1
    return `_${this.#aliases}_${hint}`.slice(0, 63)
  }

  /** @throws HasuraError `not-found` when the session lacks the variable that a permission needs */
  sessionVariable(name: string): string {
    const value = this.variables[name]
    if (value === undefined) throw new HasuraError('not-found', `missing session variable: "${name}"`)
    return value
  }
}
