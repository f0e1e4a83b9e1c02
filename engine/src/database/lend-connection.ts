import type pg from 'pg'
import { PostgresError } from './postgres-error.js'
import { withPostgresErrors } from './to-postgres-error.js'

/** They take memory of the server; a connection with more of them is replaced. */
const MAX_PREPARED = 500

/** The statements that each connection has prepared. */
const prepared = new WeakMap<pg.PoolClient, Set<string>>()

/** A connection, for as long as some work takes. */
export type Lend = <T>(work: (client: Lent) => Promise<T>) => Promise<T>

export interface Lent {
  connection: pg.PoolClient
  /** Nobody is to use the connection again. */
  giveUp: () => void
}

/** One that broke, or that holds too much, is not used again. */
export async function lendConnection<T>(pool: pg.Pool, work: (client: Lent) => Promise<T>): Promise<T> {
  const connection = await withPostgresErrors(() => pool.connect())
  let isUsable = true
  const giveUp = () => {
    isUsable = false
  }
  connection.on('error', giveUp)
  try {
    return await work({ connection, giveUp })
  } catch (thrown) {
    if (thrown instanceof PostgresError && (thrown.isConnectionFailure || isOutdated(thrown))) giveUp()
    throw thrown
  } finally {
    connection.off('error', giveUp)
    connection.release(!isUsable || (prepared.get(connection)?.size ?? 0) > MAX_PREPARED)
  }
}

/** What the connection has prepared, with one statement more. */
export function noteStatement(connection: pg.PoolClient, name: string): void {
  prepared.set(connection, (prepared.get(connection) ?? new Set()).add(name))
}

/** A prepared statement is gone, or what it was prepared for: a type that was dropped and made anew, say. */
export function isOutdated({ code }: PostgresError): boolean {
  return ['26000', '0A000', 'XX000'].includes(code)
}
