// @ts-check
import { createAuth } from '../../auth.js'
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
import { askAsPerson } from '../graphql/ask-as-person.js'
import { queryBox } from '../query/query-box.js'
import { leaveForSignIn } from '../session/leave-for-sign-in.js'
import { signOut } from '../session/sign-out.js'
import { describeError } from '../text/describe-error.js'

/** @import { AuthChange, Session } from '../../auth.js' */
/** @import { Question } from '../graphql/ask-as-person.js' */

const report = messageRegion('#trouble')
const signOutButton = find('#sign-out', HTMLButtonElement)
const everywhereButton = find('#everywhere', HTMLButtonElement)
const question = find('#question', HTMLDialogElement)

const auth = createAuth()
/** @type {Session | undefined} */
let shown

const box = queryBox(ask)
find('#query', HTMLElement).append(...box.nodes)

const panel = accountPanel({
  ask,
  thisSessionId: () => shown?.sessionId ?? '',
  signOutHere: () => leave({ everywhere: false }),
  report,
})

async function open() {
  report(undefined)
  try {
    if (!(await auth.session())) leaveForSignIn({})
  } catch {
    const { title, next } = describeError('session-unavailable')
    report(notice('error', title, next, retryButton(open)))
  }
}

/** @param {AuthChange} change */
function follow({ type, session }) {
  if (type === 'signed-in') return begin(session)
  if (type === 'refreshed') return show(session)
  if (type === 'error') return shown && reportUnreachable()
  if (type === 'signed-out') return undefined
  return leaveForSignIn({ because: type === 'ended' ? 'SessionRequired' : type })
}

/** @param {Session} session */
function begin(session) {
  // Another person signed in from another tab: nothing on this page is theirs.
  if (shown) return location.reload()
  show(session)
  box.enable(session.roles, session.defaultRole)
  countDown(() => shown ?? session)
  keepMomentsCurrent()
  return panel.load()
}

/** @param {Session} session */
function show(session) {
  shown = session
  report(undefined)
  showPerson(session)
  showToken(session.accessToken, () => shown?.accessToken ?? '')
}

function reportUnreachable() {
  const next = 'The page keeps trying to renew your access token.'
  report(notice('error', 'The server cannot be reached.', next))
}

/** @param {Question} question */
function ask(question) {
  return askAsPerson(auth, question)
}

/** @param {{ everywhere: boolean }} scope */
async function leave(scope) {
  await signOut(auth, scope).catch(() => {
    report(notice('error', 'You are still signed in.', 'The server did not answer as it should. Try again.'))
  })
}

// The button belongs to a form, which signs out without this script, too.
signOutButton.addEventListener('click', (event) => {
  event.preventDefault()
  void whileBusy(signOutButton, () => leave({ everywhere: false }))
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

auth.onChange(follow)
void open()
