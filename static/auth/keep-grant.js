// @ts-check
import { endOfNew } from './token-time.js'

/** @import { AuthStore, Session } from '../auth.js' */
/** @import { Grant } from './documents.js' */

/**
 * The tokens of the GraphQL flow, in memory or in the caller's store.
 *
 * @typedef {{ refreshToken: string, session: Session }} Kept
 *
 * @param {() => Promise<string>} graphqlUrl whose tokens they are: no other server may get them
 * @param {AuthStore} [store]
 */
export function keepGrant(graphqlUrl, store = inMemory()) {
  const key = async () => `auth ${await graphqlUrl()}`
  return {
    async get() {
      const name = await key()
      const kept = parse(await store.getItem(name))
      if (!kept) await store.removeItem(name)
      return kept
    },
    /** @param {Grant} grant */
    async set({ refreshToken, ...grant }) {
      const session = sessionOf(grant)
      await store.setItem(await key(), JSON.stringify({ refreshToken, session }))
      return session
    },
    remove: async () => store.removeItem(await key()),
  }
}

/**
 * @param {string | null} text
 * @returns {Kept | undefined} nothing for what another version or somebody else left
 */
function parse(text) {
  try {
    const kept = JSON.parse(text ?? 'null')
    return kept.refreshToken && kept.session && kept
  } catch {
    return undefined
  }
}

/**
 * @param {Omit<Grant, 'refreshToken'>} grant
 * @returns {Session}
 */
function sessionOf(grant) {
  const { userId: id, login, name, avatarUrl: image, expiresAt, refreshExpiresAt, ...rest } = grant
  return {
    ...rest,
    user: { id, login, name, email: null, image },
    accessTokenExpiresAt: expiresAt,
    endsAt: endOfNew(rest.accessToken),
    expires: refreshExpiresAt,
  }
}

/** @returns {AuthStore} */
function inMemory() {
  /** @type {string | null} */
  let kept = null
  /** @type {(key: string, value?: string | null) => void} */
  const setItem = (_, value = null) => {
    kept = value
  }
  return { getItem: () => kept, setItem, removeItem: setItem }
}
