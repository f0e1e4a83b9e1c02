import type { JsonObject } from '../json/json.js'

/** What a request brings to statements that were compiled before it came. */
export interface LateValues {
  variables: JsonObject
  session: Readonly<Record<string, string>>
}

/** A parameter of a statement whose value comes with each request. */
export class LateParameter {
  /** @throws HasuraError when the request has no such value, or one that does not fit */
  readonly valueIn: (values: LateValues) => unknown

  constructor(valueIn: (values: LateValues) => unknown) {
    this.valueIn = valueIn
  }
}
