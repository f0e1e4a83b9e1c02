// @ts-check
import { announce } from '../dom/announce.js'
import { find } from '../dom/find.js'
import { notice } from '../dom/notice.js'
import { whileBusy } from '../dom/while-busy.js'
import { queryBox } from '../query/query-box.js'
import { askGraphql } from './ask-graphql.js'
import { claimsView, personView, tokensView } from './show-session.js'

/** @import { GraphqlSession } from './documents.js' */
/** @import { FlowView } from './flow-view.js' */

/**
 * Steps 5 to 7: what a page does with its session. The tokens are in `session` and nowhere else.
 *
 * @param {FlowView} view
 * @param {GraphqlSession} first
 */
export function signedIn({ steps, status, send, againLink }, first) {
  let session = first
  const box = queryBox((request) => askGraphql({ ...request, accessToken: session.accessToken }))
  const refreshButton = find('#refresh', HTMLButtonElement)
  const logoutButton = find('#logout', HTMLButtonElement)
  const everywhereButton = find('#logout-everywhere', HTMLButtonElement)

  function show() {
    find('#login-facts', HTMLElement).replaceChildren(personView(session))
    find('#query-area', HTMLElement).replaceChildren(claimsView(session), ...box.nodes)
    find('#refresh-facts', HTMLElement).replaceChildren(tokensView(session))
  }

  /** @param {boolean} disabled */
  function setDisabled(disabled) {
    for (const button of [refreshButton, logoutButton, everywhereButton]) button.disabled = disabled
  }

  async function refresh() {
    const value = await send('refresh', 'refreshSession', { refreshToken: session.refreshToken })
    if (!value) return end()
    session = /** @type {GraphqlSession} */ (value)
    show()
    announce('There is a new pair of tokens.')
  }

  /** @param {boolean} everywhere */
  async function logout(everywhere) {
    const value = await send('logout', 'logout', { refreshToken: session.refreshToken, everywhere })
    if (!value) return
    end()
    const { revoked } = /** @type {{ revoked: number }} */ (value)
    const done = everywhere ? 'Signed out on all devices.' : 'Signed out.'
    status(notice('success', revoked > 0 ? done : 'This session was over already.', undefined, againLink()))
  }

  function end() {
    setDisabled(true)
    session = { ...session, accessToken: '', refreshToken: '' }
    for (const id of ['#login-facts', '#query-area', '#refresh-facts'])
      find(id, HTMLElement).replaceChildren()
    steps.query.set('waiting')
  }

  refreshButton.addEventListener('click', () => whileBusy(refreshButton, refresh))
  logoutButton.addEventListener('click', () => whileBusy(logoutButton, () => logout(false)))
  everywhereButton.addEventListener('click', () => whileBusy(everywhereButton, () => logout(true)))
  box.enable(session.roles, session.defaultRole)
  setDisabled(false)
  show()
  steps.query.set('active')
  status(
    notice(
      'success',
      `Signed in as ${session.name || session.login}.`,
      'The rest of this page is yours to try.',
    ),
  )
}
