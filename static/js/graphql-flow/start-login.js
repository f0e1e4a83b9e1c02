// @ts-check
import { find } from '../dom/find.js'
import { createPkce } from '../pkce/create-pkce.js'
import { canKeepLogin, keepPendingLogin } from './pending-login.js'
import { redirectTo } from './redirect-to.js'
import { showSecret } from './show-secret.js'

/** @import { LoginStart } from './documents.js' */
/** @import { FlowView } from './flow-view.js' */

/**
 * Steps 1 to 3: makes the secret, asks where to go, and goes there.
 *
 * @param {FlowView} view
 */
export async function startLogin({ steps, status, fail, send }) {
  if (!canKeepLogin()) return fail('storage-blocked')
  find('#start', HTMLButtonElement).disabled = true
  status(undefined)
  const { codeVerifier, codeChallenge } = await createPkce()
  showSecret(codeVerifier, codeChallenge)
  steps.secret.set('done')
  const begun = /** @type {LoginStart | undefined} */ (
    await send('start', 'startLogin', { codeChallenge, redirectTo })
  )
  if (!begun) return
  // An address out of an answer is followed only when it is one of the web: "javascript:" would run here.
  if (!/^https?:\/\//.test(begun.url)) return fail('misconfigured')
  keepPendingLogin({ state: begun.state, codeVerifier })
  steps.github.set('active')
  if (find('#pause', HTMLInputElement).checked) waitForPerson(() => location.assign(begun.url))
  else location.assign(begun.url)
}

/** @param {() => void} goOn */
function waitForPerson(goOn) {
  find('#continue-controls', HTMLElement).hidden = false
  const button = find('#continue', HTMLButtonElement)
  button.addEventListener('click', goOn, { once: true })
  button.focus()
}
