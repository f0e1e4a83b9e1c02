import { HasuraError } from '../errors.js'
import { LateParameter } from '../late/late-parameter.js'
import { ValueNeeded } from '../late/value-needed.js'

export interface SqlOptions {
  /** bigint, numeric and double precision as JSON strings, for clients that would round them. */
  stringifiesNumbers: boolean
}

/** What the fragments of one statement share: the session and a supply of aliases. */
export class SqlContext {
  readonly options: SqlOptions
  readonly #variables: Readonly<Record<string, string>> | null
  #aliases = 0

  /** @param variables null when statements are compiled for sessions to come */
  constructor(variables: Readonly<Record<string, string>> | null, options: SqlOptions) {
    this.#variables = variables
    this.options = options
  }

  /** A name for a row source that no other of the statement has. */
  newAlias(hint: string): string {
    this.#aliases += 1
    return `_${this.#aliases}_${hint}`.slice(0, 63)
  }

  /** @throws ValueNeeded when the session is not there yet */
  get variables(): Readonly<Record<string, string>> {
    if (this.#variables === null) throw new ValueNeeded(null)
    return this.#variables
  }

  /** @throws HasuraError `not-found` when the session lacks the variable that a permission needs */
  sessionVariable(name: string): string | LateParameter {
    if (this.#variables === null) return new LateParameter(({ session }) => demandVariable(session, name))
    return demandVariable(this.#variables, name)
  }
}

/** @throws HasuraError `not-found` */
export function demandVariable(variables: Readonly<Record<string, string>>, name: string): string {
  const value = variables[name]
  if (value === undefined) throw new HasuraError('not-found', `missing session variable: "${name}"`)
  return value
}
