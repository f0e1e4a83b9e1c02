import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isRunning } from '../is-running.mjs'

const betweenLooksMs = 200

/**
 * Does the work while no other process does it. The lock is a file with the number of its holder; that of a process which
 * is gone is taken over.
 */
export async function withLock(file, say, work) {
  await take(file, say)
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

async function take(file, say) {
  let waitsFor
  while (!tryTake(file)) {
    const holder = readHolder(file)
    if (holder === undefined) continue
    if (!isHeld(holder)) {
      removeStale(file, holder)
      continue
    }
    if (holder !== waitsFor) say(`Process ${holder} is installing: waiting for it (${basename(file)}).`)
    waitsFor = holder
    await setTimeout(betweenLooksMs)
  }
}

/** A link to a finished file, so that nobody sees a lock without its holder. */
function tryTake(file) {
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, String(process.pid))
  try {
    linkSync(mine, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(mine, { force: true })
  }
}

/** Another process may have replaced the stale lock by its own since it was read: then it gets it back. */
function removeStale(file, holder) {
  const moved = `${file}.stale.${process.pid}`
  try {
    renameSync(file, moved)
    if (readHolder(moved) !== holder) linkSync(moved, file)
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error
  } finally {
    rmSync(moved, { force: true })
  }
}

function readHolder(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function isHeld(holder) {
  const pid = Number(holder)
  // With our own number it is from before a restart: containers hand out the same numbers.
  return pid !== process.pid && Number.isInteger(pid) && pid > 0 && isRunning(pid)
}
