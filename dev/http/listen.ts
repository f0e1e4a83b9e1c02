import { once } from 'node:events'
import type { Server } from 'node:http'

export interface Listening {
  url: string
  port: number
  close(): Promise<void>
}

/**
 * Starts a server on the loopback address only: nothing of the local stack is reachable from another machine.
 *
 * @param port 0 takes a free one
 */
export async function listen(server: Server, port: number): Promise<Listening> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('an HTTP server listens on a port')
  return { url: `http://127.0.0.1:${address.port}`, port: address.port, close: () => close(server) }
}

/** Ends open connections too: a keep-alive connection would hold the process for seconds. */
async function close(server: Server): Promise<void> {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
