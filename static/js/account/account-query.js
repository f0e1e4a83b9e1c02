// @ts-check

/** Everything the account page shows, in one request, as the role `user`: the caller's own rows and nothing else. */
export const accountQuery = `query Account {
  users(limit: 1) {
    created_at
    last_signed_in_at
    synced_at
  }
  user_roles(order_by: { role: asc }) {
    role
    source
  }
  sessions(order_by: { last_used_at: desc }) {
    id
    client
    user_agent
    never_used
    created_at
    last_used_at
    idle_expires_at
    expires_at
  }
  auth_log(order_by: { at: desc }, limit: 8) {
    id
    at
    event
    session_id
    detail
  }
}`

/**
 * @typedef {object} AccountSession
 * @property {string} id
 * @property {string} client
 * @property {string | null} user_agent
 * @property {boolean} never_used
 * @property {string} created_at
 * @property {string} last_used_at
 * @property {string} idle_expires_at
 * @property {string} expires_at
 *
 * @typedef {object} AccountEvent
 * @property {string} id
 * @property {string} at
 * @property {string} event
 * @property {string | null} session_id
 * @property {unknown} detail
 *
 * @typedef {object} Account
 * @property {{ created_at: string, last_signed_in_at: string, synced_at: string | null }[]} users
 * @property {{ role: string, source: string }[]} user_roles
 * @property {AccountSession[]} sessions
 * @property {AccountEvent[]} auth_log
 */
