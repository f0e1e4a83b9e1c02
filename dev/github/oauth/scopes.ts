/** Splits a requested scope parameter; GitHub takes spaces and commas. */
export function parseScopes(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((scope) => scope !== ''))].sort()
}

const included: ReadonlyMap<string, readonly string[]> = new Map([
  ['read:org', ['read:org', 'write:org', 'admin:org']],
  ['user:email', ['user:email', 'user']],
  ['user', ['user']],
])

/** Tells whether granted scopes contain a wanted one, directly or through a wider one. */
export function hasScope(granted: readonly string[], wanted: string): boolean {
  return (included.get(wanted) ?? [wanted]).some((scope) => granted.includes(scope))
}
