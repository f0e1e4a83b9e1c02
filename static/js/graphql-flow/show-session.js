// @ts-check
import { copyButton } from '../dom/copy-button.js'
import { element } from '../dom/element.js'
import { facts } from '../dom/facts.js'
import { moment } from '../dom/moment.js'
import { picture } from '../dom/picture.js'
import { roleBadges } from '../dom/role-badges.js'
import { claimFacts } from '../token/claim-facts.js'
import { decodeToken } from '../token/decode-token.js'
import { mask } from '../token/mask.js'

/** @import { Grant } from '../../auth/documents.js' */

/**
 * The person a login brought.
 *
 * @param {Grant} session
 */
export function personView({ login, name, avatarUrl, roles, defaultRole, isNewUser }) {
  const badges = roleBadges(roles, defaultRole)
  if (isNewUser) badges.push(element('span', { class: 'badge success' }, 'new here'))
  return element(
    'div',
    { class: 'person' },
    picture(avatarUrl, name || login),
    element(
      'div',
      { class: 'person-text' },
      element('h3', {}, name || login),
      element('p', { class: 'person-line' }, `@${login}`, ...badges),
    ),
  )
}

/**
 * The two tokens, masked, and when they end.
 *
 * @param {Grant} session
 */
export function tokensView({ accessToken, expiresAt, refreshToken, refreshExpiresAt }) {
  return element(
    'dl',
    { class: 'facts' },
    ...facts([
      ['Access token', secret('access token', accessToken)],
      ['ends', moment(expiresAt)],
      ['Refresh token', secret('refresh token', refreshToken)],
      ['ends when unused', moment(refreshExpiresAt)],
    ]),
  )
}

/**
 * What Hasura reads out of the access token.
 *
 * @param {Grant} session
 */
export function claimsView({ accessToken }) {
  const pairs = claimFacts(decodeToken(accessToken)?.payload ?? {})
  return element('dl', { class: 'facts' }, ...facts(pairs))
}

/**
 * @param {string} what
 * @param {string} value
 */
function secret(what, value) {
  return element(
    'span',
    { class: 'secret-inline' },
    mask(value),
    copyButton(what, () => value),
  )
}
