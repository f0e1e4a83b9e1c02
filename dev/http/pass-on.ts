import { request as forward, type IncomingMessage, type ServerResponse } from 'node:http'

interface Way {
  target: string
  /** Asks under this host name, as a rewrite to another host does; otherwise under the one that it came for. */
  host?: string
  /** Closes the connection instead of passing the answer back. */
  isLost?: boolean
  /** What was read of it already, which is all or nothing. */
  body?: Buffer | undefined
}

/** Passes a request on to another server as it came, and the answer back. */
export function passOn(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { target, host, isLost = false, body }: Way,
): void {
  // The path goes on as it came: parsed, `//path` would be another host.
  const { method = 'GET', url: path = '/' } = incoming
  const headers = { ...incoming.headers, ...(host !== undefined && { host }) }
  const onward = forward(target, { method, headers, path }, (answer) => {
    if (isLost || outgoing.destroyed) {
      answer.resume().on('end', () => outgoing.destroy())
      return
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  if (body) onward.end(body)
  else incoming.pipe(onward)
}
