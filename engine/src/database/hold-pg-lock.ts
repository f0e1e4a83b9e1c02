import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { HeldLock } from './database.js'
import { toPostgresError } from './to-postgres-error.js'

const CONNECT_TIMEOUT_MS = 10_000
const RETRY_MS = 500

/** Holds an advisory lock on a connection of its own, so that it ends with the process and with nothing else. */
export async function holdPgLock(url: string, space: number, key: number): Promise<HeldLock> {
  let released = false
  let client = await connectAndLock(url, space, key)
  const keepHeld = () => {
    client.once('end', async () => {
      while (!released) {
        const again = await connectAndLock(url, space, key).catch(() => undefined)
        if (again) {
          client = again
          return released ? client.end() : keepHeld()
        }
        await sleep(RETRY_MS, undefined, { ref: false })
      }
    })
  }
  keepHeld()
  return {
    release: async () => {
      released = true
      await client.end()
    },
  }
}

async function connectAndLock(url: string, space: number, key: number): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  })
  // 'end' follows and is what counts; without a listener the error would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('SELECT pg_advisory_lock($1, $2)', [space, key])
    return client
  } catch (error) {
    await client.end().catch(() => {})
    throw toPostgresError(error)
  }
}
