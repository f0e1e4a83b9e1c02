/** Quotes a name for SQL: the only place where a name becomes part of a statement's text. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
