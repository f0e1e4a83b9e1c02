import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'

const heldHere = new Set<string>()

/**
 * Keeps a second process out of a data directory: two embedded Postgres in one directory destroy it.
 * The lock of a process that is gone is taken over.
 *
 * @returns releases the lock
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const lockFile = `${dataDir}.lock`
  while (!(await tryLock(lockFile))) await removeStaleLock(lockFile, dataDir)
  heldHere.add(lockFile)
  return async () => {
    heldHere.delete(lockFile)
    await rm(lockFile, { force: true })
  }
}

async function tryLock(lockFile: string): Promise<boolean> {
  try {
    await writeFile(lockFile, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

async function removeStaleLock(lockFile: string, dataDir: string): Promise<void> {
  const owner = await readFile(lockFile, 'utf8').catch(() => undefined)
  if (owner === undefined) return
  if (isHeld(Number(owner), lockFile)) throw inUse(dataDir, owner)
  const taken = `${lockFile}.${process.pid}`
  await rename(lockFile, taken).catch(() => {})
  // Another process may have replaced the stale lock by its own between the two steps: then it gets it back.
  const replacedBy = await readFile(taken, 'utf8').catch(() => owner)
  if (replacedBy !== owner) await link(taken, lockFile)
  await rm(taken, { force: true })
}

function inUse(dataDir: string, owner: string): Error {
  return new Error(
    `The data directory ${dataDir} is in use by process ${owner}. Stop that process or choose another directory.`,
  )
}

/** A lock with our own number that we do not hold is from before a restart: containers hand out the same numbers. */
function isHeld(pid: number, lockFile: string): boolean {
  if (pid === process.pid) return heldHere.has(lockFile)
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
