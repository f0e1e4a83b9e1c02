// @ts-check
import { element } from './element.js'

/**
 * A badge for each role, the default one marked.
 *
 * @param {readonly string[]} roles
 * @param {string} defaultRole
 */
export function roleBadges(roles, defaultRole) {
  return roles.map((role) =>
    role === defaultRole
      ? element('span', { class: 'badge accent' }, `${role} (default role)`)
      : element('span', { class: 'badge' }, role),
  )
}
