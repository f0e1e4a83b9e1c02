import { type Json, JsonNumber } from '../json/json.js'
import type { LateValues } from './late-parameter.js'
import { ValueNeeded } from './value-needed.js'

/**
 * A client's variable whose value, a string or number, comes with each request. Whoever looks at the value is stopped by
 * `ValueNeeded`; so what is made without it is the same for all values.
 */
export class LateVariable {
  readonly kind = 'json'
  readonly name: string

  constructor(name: string) {
    this.name = name
  }

  get value(): Json {
    throw new ValueNeeded(this.name)
  }

  /** Its value, once that has passed a check. */
  checked(check: (value: Json) => Json): LateJson {
    return new LateJson(this.name, check)
  }
}

/** Stands in a plan for the value of a late variable. */
export class LateJson extends JsonNumber {
  readonly valueIn: (values: LateValues) => Json

  constructor(name: string, check: (value: Json) => Json) {
    super('')
    this.valueIn = ({ variables }) => check(variables[name] ?? null)
    const get = () => {
      throw new ValueNeeded(name)
    }
    Object.defineProperty(this, 'text', { get })
  }
}
