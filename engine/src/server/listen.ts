import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

interface ListeningServer {
  port: number
  url: string
  /** Lets requests under way end within the grace period, then cuts the connections. */
  close(graceMs: number): Promise<void>
}

/** @throws Error that says in plain words when the port is taken */
export async function listen(server: Server, host: string, port: number): Promise<ListeningServer> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, port)))
    server.listen(port, host, resolve)
  })
  // Listening on a port, so the address is no pipe name.
  const address = server.address() as AddressInfo
  const shownHost = host === '0.0.0.0' ? '127.0.0.1' : host
  return {
    port: address.port,
    url: `http://${shownHost.includes(':') ? `[${shownHost}]` : shownHost}:${address.port}`,
    close: (graceMs) => close(server, graceMs),
  }
}

function explain(error: Error, port: number): Error {
  if (!('code' in error)) return error
  if (error.code === 'EADDRINUSE') {
    return new Error(`Port ${port} is taken. Choose another with --port, or --port 0 for any free one.`, {
      cause: error,
    })
  }
  if (error.code === 'EACCES')
    return new Error(`Port ${port} may not be opened by this user.`, { cause: error })
  return error
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}
