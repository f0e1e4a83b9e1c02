/** A rule of a permission that does not fit its table; the permission becomes an inconsistent object. */
export class RuleError extends Error {
  override readonly name = 'RuleError'
}
