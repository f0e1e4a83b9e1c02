import type { Config } from '../config/config.js'

export interface Lifetimes {
  /** When the session ends if nobody refreshes it. */
  idleExpiresAt: Date
  /** When the session ends whatever happens. */
  expiresAt: Date
}

/** The lifetimes of a session opened now. */
export function newLifetimes(config: Config, now: Date): Lifetimes {
  const expiresAt = later(now, config.sessionMaxSeconds)
  return { expiresAt, idleExpiresAt: earlier(later(now, config.sessionIdleSeconds), expiresAt) }
}

/** The idle end of a session used now. The database keeps it from passing the absolute end. */
export function nextIdleEnd(config: Config, now: Date): Date {
  return later(now, config.sessionIdleSeconds)
}

function later(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000)
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b
}
