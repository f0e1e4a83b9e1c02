// @ts-check
import { element } from '../dom/element.js'
import { find } from '../dom/find.js'
import { moment } from '../dom/moment.js'
import { picture } from '../dom/picture.js'

/** @import { Session } from '../session/load-session.js' */
/** @import { Account } from './account-query.js' */

/**
 * Picture, name, login and roles, out of the session alone.
 *
 * @param {Session} session
 */
export function showPerson({ user, roles, defaultRole }) {
  const section = find('#person', HTMLElement)
  const name = user.name || user.login
  section.firstElementChild?.replaceWith(picture(user.image, name))
  find('h1', HTMLElement, section).textContent = name
  const badges = roles.map((role) => roleBadge(role, role === defaultRole))
  find('.person-line', HTMLElement, section).replaceChildren(`@${user.login}`, ...badges)
  section.removeAttribute('aria-busy')
}

/**
 * Since when the person has an account and when GitHub was last asked about them.
 *
 * @param {Account} account
 */
export function showHistory({ users: [row] }) {
  if (!row) return
  const line = find('#history', HTMLElement)
  line.replaceChildren('Joined ', moment(row.created_at), ' · ')
  line.append(
    ...(row.synced_at
      ? ['synced with GitHub ', moment(row.synced_at)]
      : ['waiting for the first sync with GitHub']),
  )
}

/**
 * @param {string} role
 * @param {boolean} isDefault
 */
function roleBadge(role, isDefault) {
  return element(
    'span',
    { class: isDefault ? 'badge accent' : 'badge' },
    isDefault ? `${role} (default role)` : role,
  )
}
