// @ts-check
import { AuthError } from '../../auth.js'
import { find } from '../dom/find.js'

/** @import { Auth } from '../../auth.js' */
/** @import { FlowView } from './flow-view.js' */

/**
 * Steps 1 to 3: the client makes the secret and asks where to go, and the page goes there.
 *
 * @param {Auth} auth
 * @param {FlowView} view
 */
export async function startSignIn(auth, { steps, fail }) {
  find('#start', HTMLButtonElement).disabled = true
  try {
    const { url } = await auth.signIn({ redirect: false })
    steps.github.set('active')
    if (find('#pause', HTMLInputElement).checked) waitForPerson(() => location.assign(url))
    else location.assign(url)
  } catch (error) {
    if (!(error instanceof AuthError)) throw error
    fail(error.code, error.message)
  }
}

/** @param {() => void} goOn */
function waitForPerson(goOn) {
  find('#continue-controls', HTMLElement).hidden = false
  const button = find('#continue', HTMLButtonElement)
  button.addEventListener('click', goOn, { once: true })
  button.focus()
}
