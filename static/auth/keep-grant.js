// @ts-check
import { endOfNew } from './token-time.js'

/** @import { AuthStore, Session } from '../auth.js' */
/** @import { Grant } from './documents.js' */

const key = 'auth'

/**
 * The tokens of the GraphQL flow, in memory or in the caller's store.
 *
 * @param {AuthStore} [store]
 */
export function keepGrant(store = inMemory()) {
  return {
    /** @returns {Promise<{ refreshToken: string, session: Session } | null>} */
    async get() {
      return JSON.parse((await store.getItem(key)) ?? 'null')
    },
    /** @param {Grant} grant */
    async set(grant) {
      const { refreshToken } = grant
      const session = sessionOf(grant)
      await store.setItem(key, JSON.stringify({ refreshToken, session }))
      return session
    },
    remove: async () => store.removeItem(key),
  }
}

/**
 * @param {Grant} grant
 * @returns {Session}
 */
function sessionOf(grant) {
  const { userId: id, login, name, avatarUrl: image, roles, defaultRole, accessToken, isNewUser } = grant
  return {
    user: { id, login, name, email: null, image },
    roles,
    defaultRole,
    accessToken,
    accessTokenExpiresAt: grant.expiresAt,
    endsAt: endOfNew(accessToken),
    expires: grant.refreshExpiresAt,
    isNewUser,
  }
}

/** @returns {AuthStore} */
function inMemory() {
  /** @type {string | null} */
  let kept = null
  return {
    getItem: () => kept,
    setItem: (_, value) => {
      kept = value
    },
    removeItem: () => {
      kept = null
    },
  }
}
