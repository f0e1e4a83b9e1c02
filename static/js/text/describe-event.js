// @ts-check

/** @type {ReadonlyMap<string, { icon: string, title: string }>} */
const known = new Map([
  ['signed-in', { icon: 'sign-in', title: 'Signed in' }],
  ['signed-out', { icon: 'sign-out', title: 'Signed out' }],
  ['sign-in-abandoned', { icon: 'alert', title: 'Sign-in not finished: the answer came too late' }],
  ['sign-in-refused', { icon: 'alert', title: 'Sign-in refused' }],
  ['refresh-token-reused', { icon: 'alert', title: 'Session ended: its refresh token was used twice' }],
  ['access-lost', { icon: 'alert', title: 'Sessions ended: access was lost' }],
  ['role-granted', { icon: 'shield', title: 'Role granted' }],
  ['role-revoked', { icon: 'shield', title: 'Role taken away' }],
  ['disabled', { icon: 'alert', title: 'Account disabled' }],
])

/** @type {ReadonlyMap<unknown, string>} what ended a session, where it was not a sign-out */
const reasons = new Map([
  ['user', 'from another device or an app'],
  ['replaced', 'a new sign-in in that browser took its place'],
  ['displaced', 'a newer device took its place'],
  ['access-lost', 'access was lost'],
  ['disabled', 'the account was disabled'],
])

/**
 * A row of auth_log in words; an event this page has not heard of is named as it is.
 *
 * @param {string} event
 * @param {unknown} detail
 */
export function describeEvent(event, detail) {
  const words = event.replaceAll('-', ' ')
  const { icon, title } = known.get(event) ?? {
    icon: 'info',
    title: `${words.charAt(0).toUpperCase()}${words.slice(1)}`,
  }
  return { icon, title, detail: inWords(detail) }
}

/**
 * "role: moderator · source: github"
 *
 * @param {unknown} detail
 */
function inWords(detail) {
  if (typeof detail !== 'object' || detail === null) return ''
  const facts = Object.entries(detail).filter(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  )
  return facts
    .map(([name, value]) => (name === 'by' && reasons.get(value)) || `${name}: ${value}`)
    .join(' · ')
}
