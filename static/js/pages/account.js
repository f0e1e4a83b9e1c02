// @ts-check
import { accountPanel } from '../account/account-panel.js'
import { countDown } from '../account/count-down.js'
import { showPerson } from '../account/show-person.js'
import { showToken } from '../account/show-token.js'
import { find } from '../dom/find.js'
import { messageRegion } from '../dom/message-region.js'
import { keepMomentsCurrent } from '../dom/moment.js'
import { notice } from '../dom/notice.js'
import { retryButton } from '../dom/retry-button.js'
import { whileBusy } from '../dom/while-busy.js'
import { sendGraphql } from '../graphql/send-graphql.js'
import { queryBox } from '../query/query-box.js'
import { keepSession } from '../session/keep-session.js'
import { leaveForSignIn } from '../session/leave-for-sign-in.js'
import { loadSession } from '../session/load-session.js'
import { signOut } from '../session/sign-out.js'
import { onSignedOutElsewhere } from '../session/sign-out-channel.js'
import { describeError } from '../text/describe-error.js'

/** @import { GraphqlRequest } from '../graphql/send-graphql.js' */
/** @import { Session } from '../session/load-session.js' */

const report = messageRegion('#trouble')
const signOutButton = find('#sign-out', HTMLButtonElement)
const everywhereButton = find('#everywhere', HTMLButtonElement)
const question = find('#question', HTMLDialogElement)

/** @type {ReturnType<typeof keepSession> | undefined} */
let keeper
let wasSignedOut = false

const box = queryBox(ask)
find('#query', HTMLElement).append(...box.nodes)

const panel = accountPanel({
  ask,
  thisSessionId: () => keeper?.current().sessionId ?? '',
  signOutHere: () => leave({ everywhere: false }),
  report,
})

async function open() {
  report(undefined)
  try {
    const session = await loadSession()
    if (session) await show(session)
    else leaveForSignIn({})
  } catch {
    const { title, next } = describeError('session-unavailable')
    report(notice('error', title, next, retryButton(open)))
  }
}

/** @param {Session} session */
async function show(session) {
  keeper = keepSession(session, {
    change: showSession,
    signedOut: () => leaveForSignIn({ because: wasSignedOut ? 'signed-out-elsewhere' : 'SessionRequired' }),
    unreachable: () =>
      report(
        notice('error', 'The server cannot be reached.', 'The page keeps trying to renew your access token.'),
      ),
  })
  showSession(session)
  box.enable(session.roles, session.defaultRole)
  countDown(keeper.current)
  keepMomentsCurrent()
  await panel.load()
}

/** @param {Session} session */
function showSession(session) {
  report(undefined)
  showPerson(session)
  showToken(session.accessToken, () => keeper?.current().accessToken ?? '')
}

/** @param {Pick<GraphqlRequest, 'query' | 'variables' | 'role'>} request */
async function ask(request) {
  if (!keeper) throw new TypeError('Nobody is signed in yet')
  const accessToken = await keeper.freshToken()
  return sendGraphql(keeper.current().graphqlUrl, { ...request, accessToken })
}

/** @param {{ everywhere: boolean }} scope */
async function leave(scope) {
  await signOut(scope).catch(() => {
    report(notice('error', 'You are still signed in.', 'The server did not answer as it should. Try again.'))
  })
}

// The button belongs to a form, which signs out without this script, too.
signOutButton.addEventListener('click', (event) => {
  event.preventDefault()
  void whileBusy(signOutButton, () => leave({ everywhere: false }))
})
// Whether this tab's session is among those that ended, the server knows.
onSignedOutElsewhere(() => {
  wasSignedOut = true
  void keeper?.refresh().finally(() => {
    wasSignedOut = false
  })
})
everywhereButton.addEventListener('click', () => question.showModal())
question.addEventListener('close', () => {
  if (question.returnValue === 'yes') void whileBusy(everywhereButton, () => leave({ everywhere: true }))
  question.returnValue = ''
})
// Going back after signing out must not bring a frozen copy of this page to life.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})

void open()
