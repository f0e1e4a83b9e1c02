// @ts-check
import { AuthError } from '../../auth.js'
import { announce } from '../dom/announce.js'
import { find } from '../dom/find.js'
import { notice } from '../dom/notice.js'
import { whileBusy } from '../dom/while-busy.js'
import { askAsPerson } from '../graphql/ask-as-person.js'
import { queryBox } from '../query/query-box.js'
import { claimsView, personView, tokensView } from './show-session.js'

/** @import { Auth, Session } from '../../auth.js' */
/** @import { Grant } from '../../auth/documents.js' */
/** @import { FlowView } from './flow-view.js' */

/**
 * Steps 5 to 7: what a page does with its session.
 *
 * @param {Auth} auth
 * @param {FlowView} view
 * @param {Session} session
 * @param {() => Grant | null} grant the newest answer with tokens
 */
export function signedIn(auth, { steps, status, fail, againLink }, session, grant) {
  const box = queryBox((question) => askAsPerson(auth, question))
  const refreshButton = find('#refresh', HTMLButtonElement)
  const logoutButton = find('#logout', HTMLButtonElement)
  const everywhereButton = find('#logout-everywhere', HTMLButtonElement)

  function show() {
    const shown = grant()
    if (!shown) return
    find('#login-facts', HTMLElement).replaceChildren(personView(shown))
    find('#query-area', HTMLElement).replaceChildren(claimsView(shown), ...box.nodes)
    find('#refresh-facts', HTMLElement).replaceChildren(tokensView(shown))
  }

  /** @param {boolean} disabled */
  function setDisabled(disabled) {
    for (const button of [refreshButton, logoutButton, everywhereButton]) button.disabled = disabled
  }

  /** @param {boolean} everywhere */
  async function logout(everywhere) {
    const { revoked } = await auth.signOut({ everywhere })
    const done = everywhere ? 'Signed out on all devices.' : 'Signed out.'
    status(notice('success', revoked > 0 ? done : 'This session was over already.', undefined, againLink()))
  }

  function end() {
    setDisabled(true)
    for (const id of ['#login-facts', '#query-area', '#refresh-facts'])
      find(id, HTMLElement).replaceChildren()
    steps.query.set('waiting')
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {() => Promise<unknown>} work
   */
  function onPress(button, work) {
    const attempt = () =>
      work().catch((error) => {
        if (!(error instanceof AuthError)) throw error
        fail(error.code, error.message)
      })
    button.addEventListener('click', () => whileBusy(button, async () => void (await attempt())))
  }

  auth.onChange(({ type }) => {
    if (type === 'refreshed') {
      show()
      announce('There is a new pair of tokens.')
    } else if (type !== 'error') end()
  })
  onPress(refreshButton, () => auth.refresh())
  onPress(logoutButton, () => logout(false))
  onPress(everywhereButton, () => logout(true))
  box.enable(session.roles, session.defaultRole)
  setDisabled(false)
  show()
  steps.query.set('active')
  status(
    notice(
      'success',
      `Signed in as ${session.user.name || session.user.login}.`,
      'The rest of this page is yours to try.',
    ),
  )
}
