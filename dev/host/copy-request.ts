/** What fetch demands for a body that is a stream; TypeScript's DOM library does not list it yet. */
interface StreamingRequestInit extends RequestInit {
  duplex: 'half'
}

/** The same request with another address and other headers. */
export function copyRequest({ method, body }: Request, url: URL, headers: Headers): Request {
  const init: StreamingRequestInit = { method, headers, body, duplex: 'half' }
  return new Request(url, init)
}
