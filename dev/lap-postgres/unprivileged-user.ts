import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export interface User {
  uid: number
  gid: number
}

const candidates = ['postgres', 'nobody']

/** Whom the server runs as: PostgreSQL refuses root. Undefined when we are not root ourselves. */
export async function unprivilegedUser(): Promise<User | undefined> {
  if (process.getuid?.() !== 0) return undefined
  for (const name of candidates) {
    const user = await idsOf(name).catch(() => undefined)
    if (user) return user
  }
  throw new Error(`Root cannot run PostgreSQL, and there is no user ${candidates.join(' or ')} to run it as.`)
}

async function idsOf(name: string): Promise<User> {
  const read = async (flag: string) => Number((await promisify(execFile)('id', [flag, name])).stdout)
  return { uid: await read('-u'), gid: await read('-g') }
}
