// @ts-check
import { accountQuery } from '../account/account-query.js'
import { countDown } from '../account/count-down.js'
import { showActivity } from '../account/show-activity.js'
import { showDevices } from '../account/show-devices.js'
import { showHistory, showPerson } from '../account/show-person.js'
import { showToken } from '../account/show-token.js'
import { announce } from '../dom/announce.js'
import { element } from '../dom/element.js'
import { find } from '../dom/find.js'
import { keepMomentsCurrent } from '../dom/moment.js'
import { notice } from '../dom/notice.js'
import { sendGraphql } from '../graphql/send-graphql.js'
import { queryBox } from '../query/query-box.js'
import { keepSession } from '../session/keep-session.js'
import { loadSession } from '../session/load-session.js'
import { signOut } from '../session/sign-out.js'
import { describeError } from '../text/describe-error.js'

/** @import { Account, AccountSession } from '../account/account-query.js' */
/** @import { GraphqlRequest } from '../graphql/send-graphql.js' */
/** @import { Session } from '../session/load-session.js' */

/** The caller's own rows are what this role reads; a person's default role may see others too. */
const ownRowsRole = 'user'
const trouble = find('#trouble', HTMLElement)
const signOutButton = find('#sign-out', HTMLButtonElement)
const everywhereButton = find('#everywhere', HTMLButtonElement)
const question = find('#question', HTMLDialogElement)

/** @type {ReturnType<typeof keepSession> | undefined} */
let keeper

const box = queryBox(({ query, variables, role }) => ask({ query, variables, role }))
find('#query', HTMLElement).append(...box.nodes)

async function open() {
  trouble.hidden = true
  try {
    const session = await loadSession()
    if (session) return await show(session)
    leaveForSignIn()
  } catch {
    const retry = element('button', { type: 'button', class: 'button small' }, 'Try again')
    retry.addEventListener('click', open)
    const { title, next } = describeError('session-unavailable')
    report(notice('error', title, next, retry))
  }
}

/** @param {Session} session */
async function show(session) {
  const kept = keepSession(session, {
    change: showSession,
    signedOut: leaveForSignIn,
    unreachable: reportOffline,
  })
  keeper = kept
  showSession(session)
  box.enable(session.roles, session.defaultRole)
  countDown(kept.current)
  keepMomentsCurrent()
  await loadAccount()
}

/** @param {Session} session */
function showSession(session) {
  trouble.hidden = true
  showPerson(session)
  showToken(session.accessToken, () => keeper?.current().accessToken ?? '')
}

/** @param {Pick<GraphqlRequest, 'query' | 'variables' | 'role'>} request */
async function ask(request) {
  if (!keeper) throw new TypeError('Nobody is signed in yet')
  const accessToken = await keeper.freshToken()
  return sendGraphql(keeper.current().graphqlUrl, { ...request, accessToken })
}

async function loadAccount() {
  const { data, errors } = await ask({ query: accountQuery, role: ownRowsRole })
  if (!data || errors[0]) {
    const retry = element('button', { type: 'button', class: 'button small' }, 'Try again')
    retry.addEventListener('click', loadAccount)
    return report(notice('error', 'Your devices and activity could not be read.', errors[0]?.message, retry))
  }
  trouble.hidden = true
  const account = /** @type {Account} */ (/** @type {unknown} */ (data))
  showHistory(account)
  showDevices(account.sessions, keeper?.current().sessionId ?? '', endSession)
  showActivity(account.auth_log)
}

/** @param {AccountSession} session */
async function endSession({ id }) {
  if (id === keeper?.current().sessionId) return leave({ everywhere: false })
  const query = 'mutation SignOutDevice($id: uuid!) { delete_sessions_by_pk(id: $id) { id } }'
  const { errors } = await ask({ query, variables: { id }, role: ownRowsRole })
  if (errors[0]) return report(notice('error', 'The device is still signed in.', errors[0].message))
  await loadAccount()
  announce('The device is signed out.')
  find('#devices-title', HTMLElement).focus()
}

/** @param {{ everywhere: boolean }} scope */
async function leave(scope) {
  signOutButton.disabled = true
  everywhereButton.disabled = true
  try {
    await signOut(scope)
  } catch {
    report(notice('error', 'You are still signed in.', 'The server did not answer as it should. Try again.'))
    signOutButton.disabled = false
    everywhereButton.disabled = false
  }
}

function leaveForSignIn() {
  const here = `${location.pathname}${location.search}`
  const reason = keeper ? 'error=SessionRequired&' : ''
  location.replace(`/signin?${reason}returnTo=${encodeURIComponent(here)}`)
}

function reportOffline() {
  report(
    notice('error', 'The server cannot be reached.', 'The page keeps trying to renew your access token.'),
  )
}

/** @param {Node} message */
function report(message) {
  trouble.replaceChildren(message)
  trouble.hidden = false
}

signOutButton.addEventListener('click', () => leave({ everywhere: false }))
everywhereButton.addEventListener('click', () => question.showModal())
question.addEventListener('close', () => {
  if (question.returnValue === 'yes') void leave({ everywhere: true })
  question.returnValue = ''
})
// Going back after signing out must not bring a frozen copy of this page to life.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})

void open()
