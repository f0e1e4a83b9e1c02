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
      // Given twice, it is two, and each is ended by itself.
      const own = (/** @type {AuthChange} */ change) => listener(change)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
  }
}
