// @ts-check

/** @import { AuthChange } from '../auth.js' */

/** Those who want to know what happens to the session. */
export function createChanges() {
  /** @type {Set<(change: AuthChange) => void>} */
  const listeners = new Set()
  return {
    /** @param {AuthChange} change */
    tell(change) {
      for (const listener of listeners) listener(change)
    },
    /** @param {(change: AuthChange) => void} listener */
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
