/**
 * Calls a handler of the Pages Router with the request and the response of Node, as far as next-auth uses them.
 *
 * @param {Request} request
 */
export async function callAsPage(handler, request) {
  const url = new URL(request.url)
  const headers = Object.fromEntries(request.headers)
  const text = await request.text()
  const answer = { status: 200, headers: new Headers(), body: null }
  const response = responseInto(answer)
  await handler(
    {
      method: request.method,
      headers: { host: url.host, 'x-forwarded-proto': 'https', ...headers },
      query: { ...Object.fromEntries(url.searchParams), nextauth: url.pathname.split('/').slice(3) },
      cookies: cookiesOf(headers.cookie),
      body: Object.fromEntries(new URLSearchParams(text)),
    },
    response,
  )
  return new Response(answer.body, answer)
}

function responseInto(answer) {
  const response = {
    status(code) {
      answer.status = code
      return response
    },
    getHeader: (name) => (name.toLowerCase() === 'set-cookie' ? answer.headers.getSetCookie() : undefined),
    setHeader(name, value) {
      answer.headers.delete(name)
      for (const one of [value].flat()) answer.headers.append(name, one)
      return response
    },
    json: (value) => response.setHeader('content-type', 'application/json').send(JSON.stringify(value)),
    send(value) {
      answer.body = typeof value === 'object' ? JSON.stringify(value) : (value ?? null)
    },
    end: () => undefined,
  }
  return response
}

function cookiesOf(header = '') {
  const pairs = header.split('; ').filter((pair) => pair !== '')
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name, value] = pair.split(/=(.*)/s)
      return [name, decodeURIComponent(value)]
    }),
  )
}
