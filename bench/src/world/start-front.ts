import { once } from 'node:events'
import { createServer } from 'node:https'
import { passOn } from '../../../dev/http/pass-on.js'

interface FrontOptions {
  authority: { key: string; cert: string }
  /** The server behind it. */
  target: string
  onCall: (path: string) => void
}

/** HTTPS on the loopback address before a server that has none; connections are kept alive, as those of real ones are. */
export async function startFront({ authority, target, onCall }: FrontOptions) {
  const { key, cert } = authority
  const server = createServer({ key, cert, keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    onCall((incoming.url ?? '').split('?')[0] ?? '')
    passOn(incoming, outgoing, { target })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('a server listens on a port')
  return {
    url: `https://localhost:${address.port}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
