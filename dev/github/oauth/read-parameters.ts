/** Parameters of a POST from its query, form or JSON body, as GitHub takes them. */
export async function readParameters(request: Request): Promise<Map<string, string>> {
  const parameters = new Map(new URL(request.url).searchParams)
  const body = await request.text()
  const isJson = request.headers.get('content-type')?.includes('json')
  const entries = isJson ? jsonEntries(body) : new URLSearchParams(body)
  for (const [name, value] of entries) parameters.set(name, value)
  return parameters
}

function jsonEntries(body: string): [string, string][] {
  try {
    const value: unknown = JSON.parse(body)
    return Object.entries(value ?? {}).map(([name, field]) => [name, String(field)])
  } catch {
    return []
  }
}
