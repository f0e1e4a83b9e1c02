// @ts-check
import { find } from '../dom/find.js'
import { picture } from '../dom/picture.js'
import { roleBadges } from '../dom/role-badges.js'

/** @import { Session } from '../../auth.js' */

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
  find('.person-line', HTMLElement, section).replaceChildren(
    `@${user.login}`,
    ...roleBadges(roles, defaultRole),
  )
  section.removeAttribute('aria-busy')
}
