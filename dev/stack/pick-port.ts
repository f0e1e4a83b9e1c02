import { createServer } from 'node:http'
import { listen } from '../http/listen.js'

const portsToTry = 50

/**
 * Finds a port to listen on: the wanted one, or the next one that nobody has.
 *
 * @param wanted 0 takes any free one
 * @param taken ports that other parts of the same stack will listen on
 */
export async function pickPort(wanted: number, taken: readonly number[]): Promise<number> {
  for (let port = wanted; port < wanted + portsToTry; port += wanted === 0 ? 0 : 1) {
    const free = await probe(port)
    if (free !== undefined && !taken.includes(free)) return free
  }
  throw new Error(`No free port from ${wanted} to ${wanted + portsToTry - 1}.`)
}

async function probe(port: number): Promise<number | undefined> {
  try {
    const listening = await listen(createServer(), port)
    await listening.close()
    return listening.port
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES'))
      return undefined
    throw error
  }
}
