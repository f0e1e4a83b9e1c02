/** Thrown where something depends on a value that is not there yet. */
export class ValueNeeded extends Error {
  override name = 'ValueNeeded'
  /** The client's variable; null for a variable of the session. */
  readonly variable: string | null

  constructor(variable: string | null) {
    super(`the value of ${variable ?? 'a session variable'} is needed`)
    this.variable = variable
  }
}
