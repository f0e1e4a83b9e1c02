import { createServer } from 'node:http'
import { listen } from '../http/listen.js'

const portsToTry = 50
const quietPorts = { first: 10_000, count: 22_000, perProcess: 100 }
let quietPortsGiven = 0

/**
 * Finds a port to listen on: the wanted one, or the next one that nobody has.
 *
 * @param wanted 0 takes any free one
 * @param taken ports that other parts of the same stack will listen on
 */
export async function pickPort(wanted: number, taken: readonly number[]): Promise<number> {
  for (let attempt = 0; attempt < portsToTry; attempt += 1) {
    const port = wanted === 0 ? nextQuietPort() : wanted + attempt
    if (!taken.includes(port) && (await isFree(port))) return port
  }
  throw new Error(
    wanted === 0 ? 'No free port.' : `No free port from ${wanted} to ${wanted + portsToTry - 1}.`,
  )
}

/**
 * Ports below those that systems hand out by themselves, other ones in each process and at each call: between being
 * found free here and being listened on, a port is nobody's.
 */
function nextQuietPort(): number {
  quietPortsGiven += 1
  return quietPorts.first + ((process.pid * quietPorts.perProcess + quietPortsGiven) % quietPorts.count)
}

async function isFree(port: number): Promise<boolean> {
  try {
    const listening = await listen(createServer(), port)
    await listening.close()
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES'))
      return false
    throw error
  }
}
