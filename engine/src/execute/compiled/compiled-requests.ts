import type { Session } from '../../auth/session.js'
import { type Json, JsonNumber, stringifyJson } from '../../json/json.js'
import { ValueNeeded } from '../../late/value-needed.js'
import { RecentMap } from '../recent-map.js'
import type { GraphqlRequest } from '../request/read-body.js'
import type { CompiledRequest } from './compile-request.js'
import { fillRequest } from './fill-request.js'

const MAX_REQUESTS = 500
const LONGEST_KEY = 20_000

/** Prepares a request without the values of its late variables. */
type Compile = (late: ReadonlySet<string>) => CompiledRequest | null

/**
 * The statements of the requests that came lately. A request is told from others by its document, operation and role, and
 * by each of its variables that may decide what the statements are: by whether it was sent, if it is a string or number
 * that nothing but the database looks at, and else by its value.
 */
export class CompiledRequests {
  /** The variables that reading or compiling a document has asked for. */
  readonly #needed = new RecentMap<string, Set<string>>(MAX_REQUESTS)
  readonly #compiled = new RecentMap<string, CompiledRequest | null>(MAX_REQUESTS)

  /** The request with its values; null when it has to be prepared by itself, which also says what is wrong with it. */
  find(request: GraphqlRequest, session: Session, compile: Compile): CompiledRequest | null {
    const { query, operationName, variables } = request
    const entries = Object.entries(variables)
    if (query.length > LONGEST_KEY || entries.some(([, value]) => isComposite(value))) return null
    const document = JSON.stringify([session.role, session.backendOnly, operationName, query])
    const needed = this.#needed.get(document) ?? new Set()
    this.#needed.set(document, needed)
    const late = new Set(entries.flatMap(([name, value]) => (mayBeLate(value) ? [name] : [])))
    for (;;) {
      for (const name of needed) late.delete(name)
      const told = entries.map(([name, value]) => [name, late.has(name) ? [] : stringifyJson(value)])
      const key = document + JSON.stringify(told)
      const known = this.#compiled.get(key)
      if (known !== undefined) return known && fillRequest(known, { variables, session: session.variables })
      const compiled = tryTo(() => compile(late))
      if (compiled instanceof ValueNeeded && compiled.variable !== null) needed.add(compiled.variable)
      else if (key.length > LONGEST_KEY) return null
      else this.#compiled.set(key, compiled instanceof ValueNeeded ? null : compiled)
    }
  }
}

function isComposite(value: Json): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof JsonNumber)
}

function mayBeLate(value: Json): boolean {
  return value !== null && typeof value !== 'boolean'
}

/** A request that is wrong has no statements. */
function tryTo<Result>(work: () => Result): Result | ValueNeeded | null {
  try {
    return work()
  } catch (error) {
    return error instanceof ValueNeeded ? error : null
  }
}
