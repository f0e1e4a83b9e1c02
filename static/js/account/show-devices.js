// @ts-check
import { element } from '../dom/element.js'
import { find } from '../dom/find.js'
import { icon } from '../dom/icon.js'
import { moment } from '../dom/moment.js'
import { whileBusy } from '../dom/while-busy.js'
import { describeUserAgent } from '../text/describe-user-agent.js'

/** @import { AccountSession } from './account-query.js' */

/** @type {ReadonlyMap<string, { icon: string, name: string }>} */
const clients = new Map([
  ['browser', { icon: 'browser', name: 'Browser' }],
  ['graphql', { icon: 'graphql', name: 'GraphQL' }],
  ['device', { icon: 'terminal', name: 'Command line' }],
])

/**
 * The signed-in devices, this one first, each with its way out.
 *
 * @param {readonly AccountSession[]} sessions
 * @param {string} thisSessionId
 * @param {(session: AccountSession) => Promise<void>} end
 */
export function showDevices(sessions, thisSessionId, end) {
  const live = sessions.filter(isLive)
  live.sort((a, b) => Number(b.id === thisSessionId) - Number(a.id === thisSessionId))
  const list = find('#devices', HTMLElement)
  list.replaceChildren(...live.map((session) => row(session, session.id === thisSessionId, end)))
  if (live.length === 0)
    list.append(element('li', {}, element('p', { class: 'empty' }, 'No device is signed in.')))
  list.removeAttribute('aria-busy')
}

/** @param {AccountSession} session rows that ended wait for the nightly purge */
function isLive({ idle_expires_at, expires_at }) {
  return Math.min(new Date(idle_expires_at).getTime(), new Date(expires_at).getTime()) > Date.now()
}

/**
 * @param {AccountSession} session
 * @param {boolean} isThis
 * @param {(session: AccountSession) => Promise<void>} end
 */
function row(session, isThis, end) {
  const name = describeUserAgent(session.user_agent, session.client)
  const client = clients.get(session.client)
  const title = element('p', { class: 'row-title' }, name)
  if (isThis) title.append(element('span', { class: 'badge success' }, 'This device'))
  const detail = element('p', { class: 'row-detail' }, `${client?.name ?? session.client} · `)
  // A sign-in whose answer reached nobody looks like this, and so does an intruder who has not come back yet.
  if (session.never_used && !isThis) detail.append('never used')
  else detail.append('used ', moment(session.last_used_at))
  detail.append(' · since ', moment(session.created_at))
  return element(
    'li',
    {},
    icon(symbolOf(session, client?.icon)),
    element('div', { class: 'row-text' }, title, detail),
    endButton(name, () => end(session)),
  )
}

/**
 * @param {AccountSession} session
 * @param {string | undefined} usual
 */
function symbolOf({ client, user_agent }, usual) {
  return client === 'browser' && /Mobile|iPhone|Android/.test(user_agent ?? '')
    ? 'phone'
    : (usual ?? 'browser')
}

/**
 * @param {string} name
 * @param {() => Promise<void>} end
 */
function endButton(name, end) {
  const button = element(
    'button',
    { type: 'button', class: 'button small', 'aria-label': `Sign out ${name}` },
    'Sign out',
  )
  button.addEventListener('click', () => whileBusy(button, end))
  return button
}
