const everyAnswer = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

const nothingLoads = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

interface Extras {
  status?: number
  setCookies?: readonly string[]
  headers?: Record<string, string>
}

export function json(
  content: unknown,
  { status = 200, setCookies = [], headers = {} }: Extras = {},
): Response {
  const type = { 'content-type': 'application/json; charset=utf-8', 'content-security-policy': nothingLoads }
  const answer = new Response(JSON.stringify(content), {
    status,
    headers: { ...everyAnswer, ...type, ...headers },
  })
  return withCookies(answer, setCookies)
}

/** Sends the browser on with GET, whatever it came with (RFC 9700 section 4.12: never 307). */
export function seeOther(
  location: string,
  { setCookies = [], headers = {} }: Omit<Extras, 'status'> = {},
): Response {
  const all = { ...everyAnswer, 'content-security-policy': nothingLoads, ...headers, location }
  return withCookies(new Response(null, { status: 303, headers: all }), setCookies)
}

/** An answer that says nothing. */
export function empty(): Response {
  return new Response(null, { headers: { ...everyAnswer, 'content-security-policy': nothingLoads } })
}

/** A page; it may load our own stylesheet and nothing else, and post to us only where it has a form. */
export function html(
  content: string,
  { status = 200, setCookies = [], headers = {}, hasForm = false }: Extras & { hasForm?: boolean } = {},
): Response {
  const base = hasForm ? nothingLoads.replace("form-action 'none'", "form-action 'self'") : nothingLoads
  const policy = `${base}; style-src 'self'; img-src 'self'`
  const type = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }
  return withCookies(
    new Response(content, { status, headers: { ...everyAnswer, ...type, ...headers } }),
    setCookies,
  )
}

function withCookies(response: Response, setCookies: readonly string[]): Response {
  for (const line of setCookies) response.headers.append('set-cookie', line)
  return response
}
