/** Parameters of a POST from its query, form or JSON body, and the client's own from its header, as GitHub takes them. */
export async function readParameters(request: Request): Promise<Map<string, string>> {
  const parameters = new Map(new URL(request.url).searchParams)
  const body = await request.text()
  const isJson = request.headers.get('content-type')?.includes('json')
  const entries = isJson ? jsonEntries(body) : new URLSearchParams(body)
  for (const [name, value] of entries) parameters.set(name, value)
  for (const [name, value] of basicCredentials(request)) {
    const isContradicted = (parameters.get(name) ?? value) !== value
    parameters.set(name, isContradicted ? '' : value)
  }
  return parameters
}

/**
 * Client id and secret may stand in the header instead, each encoded as in a form.
 *
 * @see RFC 6749 section 2.3.1
 */
function basicCredentials(request: Request): [string, string][] {
  const [, encoded] = /^basic ([\w+/=-]+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
  if (encoded === undefined) return []
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(/:(.*)/s)
  return [
    ['client_id', decodeFormText(id)],
    ['client_secret', decodeFormText(secret)],
  ]
}

function decodeFormText(text: string): string {
  return new URLSearchParams(`text=${text.replaceAll('&', '%26')}`).get('text') ?? ''
}

function jsonEntries(body: string): [string, string][] {
  try {
    const value: unknown = JSON.parse(body)
    return Object.entries(value ?? {}).map(([name, field]) => [name, String(field)])
  } catch {
    return []
  }
}
