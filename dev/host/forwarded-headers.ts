const ownedByThePlatform = /^(x-forwarded-|x-real-ip$|x-vercel-|forwarded$|connection$)/

/**
 * Replaces what a client says about its own address and the way here by what the connection says, as Vercel does.
 *
 * @see https://vercel.com/docs/headers/request-headers
 */
export function forwardedHeaders(request: Request, clientAddress: string): Headers {
  const headers = new Headers()
  for (const [name, value] of request.headers) {
    if (!ownedByThePlatform.test(name)) headers.append(name, value)
  }
  const address = clientAddress.replace(/^::ffff:/, '')
  headers.set('x-forwarded-for', address)
  headers.set('x-real-ip', address)
  headers.set('x-vercel-forwarded-for', address)
  headers.set('x-forwarded-host', headers.get('host') ?? '')
  headers.set('x-forwarded-proto', 'http')
  return headers
}
