import { randomInt } from 'node:crypto'
import type { Database } from './database.js'

/** Our advisory locks are `(LOCK_SPACE, engine key)`; any number does that others are unlikely to use. */
const LOCK_SPACE = 0x48_61_73_75
const LARGEST_KEY = 2 ** 31 - 1
/** Not an engine's key: those begin with 1. */
const START_KEY = 0

/** This engine among those that share the database. */
interface EnginePresence {
  /** Written into every row that this engine claims. */
  key: number
  /** Announces that the engine is gone; its claims may then be taken over. */
  leave(): Promise<void>
}

/**
 * Announces this engine to others on the same database by an advisory lock, which Postgres drops the moment the
 * process is gone, however it went. So what a killed engine had claimed can be told, at once and for sure, from what a
 * living one is working on.
 */
export async function enterEngine(database: Database): Promise<EnginePresence> {
  const key = randomInt(1, LARGEST_KEY)
  const lock = await database.holdLock(LOCK_SPACE, key)
  return { key, leave: () => lock.release() }
}

/**
 * SQL that is true for a claim that nobody works on: its owner is another engine, and gone; or its owner is this one
 * (`$1`, its key), which does not know of it (`$2`, the ids of what it works on, as texts).
 */
export function isAbandoned(owner: string, id: string): string {
  return `CASE WHEN ${owner} = $1 THEN ${id}::text <> ALL ($2::text[]) ELSE ${isGone(owner)} END`
}

/** SQL that is true when the engine with this key, a column or parameter, is gone. */
function isGone(key: string): string {
  return `(${key} IS NOT NULL AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_locks AS held
    WHERE held.locktype = 'advisory' AND held.classid = ${LOCK_SPACE} AND held.objid = (${key})::oid
      AND held.objsubid = 2 AND held.granted
      AND held.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
  ))`
}

/** Keeps engines that start on one database at the same time from preparing it side by side. */
export async function inStartOrder<T>(database: Database, prepare: () => Promise<T>): Promise<T> {
  const turn = await database.holdLock(LOCK_SPACE, START_KEY)
  try {
    return await prepare()
  } finally {
    await turn.release()
  }
}
