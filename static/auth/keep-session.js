// @ts-check
import { createQueue } from './create-queue.js'
import { endsSession } from './ends-session.js'
import { onWakeUp } from './on-wake-up.js'
import { openChannel } from './open-channel.js'
import { isUsable, leftOf, waitFor } from './token-time.js'

/** @import { AuthChange, AuthError, Session } from '../auth.js' */

/**
 * One way to have a session.
 *
 * @typedef {object} Flow
 * @property {(refused?: string) => Promise<Session | null>} load asks, and gives another access token than the refused
 *   one if it can
 * @property {(returnTo: string) => Promise<string>} start gives the address that a sign-in begins at
 * @property {(everywhere: boolean) => Promise<number>} end signs out and says how many sessions ended
 */

/**
 * Holds the session in memory, keeps its access token fresh, and tells what happens to it.
 *
 * @param {Flow} flow
 */
export function keepSession(flow) {
  const inTurn = createQueue()
  /** @type {Set<(change: AuthChange) => void>} */
  const listeners = new Set()
  /** @type {Session | null | undefined} what is known; nothing before somebody asks */
  let current
  /** @type {Promise<Session | null> | undefined} */
  let running
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  let isTroubled = false
  let isClosed = false
  let wasToldElsewhere = false

  const channel = openChannel(() => {
    wasToldElsewhere = true
    void look(current?.accessToken).finally(() => {
      wasToldElsewhere = false
    })
  })
  const stopListening = onWakeUp(() => look())

  /** @param {string} [refused] */
  async function look(refused) {
    if (current !== undefined || isTroubled) await renew(refused).catch(() => {})
  }

  /** @param {number} delayMs */
  function lookIn(delayMs) {
    clearTimeout(timer)
    if (!isClosed) timer = setTimeout(look, delayMs)
  }

  /**
   * Asks the server, once for all who want to know; once more where the token came out as the refused one.
   *
   * @param {string} [refused]
   */
  async function renew(refused) {
    if (running) {
      const found = await running
      if (!found || found.accessToken !== refused) return found
    }
    running ??= inTurn(() => flow.load(refused))
      .then(settle, meetTrouble)
      .finally(() => {
        running = undefined
      })
    return running
  }

  /** @param {Session | null} next */
  function settle(next) {
    const before = current
    const isNews = isTroubled || before?.accessToken !== next?.accessToken
    isTroubled = false
    if (next) {
      current = next
      lookIn(waitFor(next))
      if (before?.user.id !== next.user.id) tell('signed-in', before)
      else if (isNews) tell('refreshed', before)
    } else over(wasToldElsewhere ? 'signed-out-elsewhere' : 'ended')
    return next
  }

  /**
   * @param {AuthChange['type']} type
   * @param {Session | null | undefined} previous
   * @param {AuthError} [error]
   */
  function tell(type, previous = null, error) {
    // The type says which of the others are there.
    const change = /** @type {AuthChange} */ ({ type, session: current ?? null, previous, error })
    for (const listener of listeners) {
      try {
        listener(change)
      } catch (error) {
        // The page's mistake, for the page's console: it must change nothing here.
        setTimeout(() => {
          throw error
        })
      }
    }
  }

  /** @param {'signed-out' | 'signed-out-elsewhere' | 'ended'} type */
  function over(type) {
    const before = current
    current = null
    clearTimeout(timer)
    if (before) tell(type, before)
  }

  /**
   * @param {AuthError} error
   * @returns {never}
   */
  function meetTrouble(error) {
    isTroubled = true
    lookIn(10_000)
    tell('error', current, error)
    throw error
  }

  return {
    /** @param {(change: AuthChange) => void} listener */
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    renew,
    /** Looks again, whatever is known. */
    refresh: () => renew(current?.accessToken),
    async session() {
      const known = current
      if (known === null || (known && isUsable(known))) return known
      try {
        return await (running ?? renew(known?.accessToken))
      } catch (error) {
        if (known && leftOf(known) > 0) return known
        throw error
      }
    },
    /** @param {boolean} everywhere */
    signOut: (everywhere) =>
      inTurn(async () => {
        try {
          const revoked = await flow.end(everywhere)
          leave()
          return { revoked }
        } catch (error) {
          if (endsSession(error)) leave()
          throw error
        }
      }),
    close() {
      isClosed = true
      clearTimeout(timer)
      stopListening()
      channel.close()
    },
  }

  function leave() {
    over('signed-out')
    channel.tell()
  }
}
