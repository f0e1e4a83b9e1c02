const PREFIX = 'x-hasura-'

/** All `x-hasura-*` headers of a request as session variables. */
export function sessionVariables(headers: Headers): Record<string, string> {
  const variables: Record<string, string> = {}
  for (const [name, value] of headers) {
    if (isSessionVariable(name)) variables[name.toLowerCase()] = value
  }
  return variables
}

export function isSessionVariable(name: string): boolean {
  return name.toLowerCase().startsWith(PREFIX)
}
