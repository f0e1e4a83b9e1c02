// @ts-check
import { find } from '../dom/find.js'
import { keepMomentsCurrent } from '../dom/moment.js'
import { finishLogin } from '../graphql-flow/finish-login.js'
import { flowView } from '../graphql-flow/flow-view.js'
import { signedIn } from '../graphql-flow/signed-in.js'
import { startLogin } from '../graphql-flow/start-login.js'
import { takeReturn } from '../graphql-flow/take-return.js'

/** @import { Returned } from '../graphql-flow/take-return.js' */

// Before anything else: the code leaves the address bar.
const returned = takeReturn()
const view = flowView()

/** @param {Returned} answer */
async function finish(answer) {
  const session = await finishLogin(view, answer)
  if (session) signedIn(view, session)
}

find('#start', HTMLButtonElement).addEventListener('click', () => startLogin(view))
keepMomentsCurrent()
if (returned) void finish(returned)
