// @ts-check
import { announce } from '../dom/announce.js'
import { element } from '../dom/element.js'
import { facts } from '../dom/facts.js'
import { find } from '../dom/find.js'
import { keepMomentsCurrent } from '../dom/moment.js'
import { notice } from '../dom/notice.js'
import { askGraphql } from '../graphql-flow/ask-graphql.js'
import { documents } from '../graphql-flow/documents.js'
import { keepPendingLogin, takePendingLogin } from '../graphql-flow/pending-login.js'
import { claimsView, personView, tokensView } from '../graphql-flow/show-session.js'
import { step } from '../graphql-flow/step.js'
import { takeReturn } from '../graphql-flow/take-return.js'
import { challengeOf, createPkce } from '../pkce/create-pkce.js'
import { queryBox } from '../query/query-box.js'
import { describeError } from '../text/describe-error.js'
import { mask } from '../token/mask.js'

/** @import { GraphqlSession, LoginStart } from '../graphql-flow/documents.js' */

const returned = takeReturn()
const redirectTo = `${location.origin}/graphql`

const steps = {
  secret: step('secret'),
  start: step('start', documents.startLogin),
  github: step('github'),
  login: step('login', documents.login),
  query: step('query'),
  refresh: step('refresh', documents.refreshSession),
  logout: step('logout', documents.logout),
}
const startButton = find('#start', HTMLButtonElement)
const refreshButton = find('#refresh', HTMLButtonElement)
const logoutButtons = [find('#logout', HTMLButtonElement), find('#logout-everywhere', HTMLButtonElement)]

/** The tokens are here and nowhere else. @type {GraphqlSession | undefined} */
let session

const box = queryBox(({ query, variables, role }) =>
  askGraphql({ query, variables, role, ...(session && { accessToken: session.accessToken }) }),
)

/**
 * Sends the request of one step, shows both sides, and gives the field's value or `undefined` after an error.
 *
 * @param {'start' | 'login' | 'refresh' | 'logout'} name
 * @param {keyof typeof documents} field
 * @param {Record<string, unknown>} variables
 */
async function send(name, field, variables) {
  steps[name].set('active')
  steps[name].showSent(variables)
  const answer = await askGraphql({ query: documents[field], variables })
  steps[name].showAnswer(answer)
  const value = answer.data?.[field]
  if (answer.errors.length === 0 && value) {
    steps[name].set('done')
    return value
  }
  steps[name].set('failed')
  fail(answer.errors[0]?.extensions?.code)
  return undefined
}

async function start() {
  startButton.disabled = true
  hideStatus()
  const { codeVerifier, codeChallenge } = await createPkce()
  showSecret(codeVerifier, codeChallenge)
  const begun = /** @type {LoginStart | undefined} */ (
    await send('start', 'startLogin', { codeChallenge, redirectTo })
  )
  if (!begun) return
  keepPendingLogin({ state: begun.state, codeVerifier })
  steps.github.set('active')
  if (!find('#pause', HTMLInputElement).checked) return goTo(begun.url)
  const button = find('#continue', HTMLButtonElement)
  find('#continue-controls', HTMLElement).hidden = false
  button.addEventListener('click', () => goTo(begun.url), { once: true })
  button.focus()
}

/**
 * @param {string} codeVerifier
 * @param {string} codeChallenge
 */
function showSecret(codeVerifier, codeChallenge) {
  const pairs = facts([
    ['Code verifier', mask(codeVerifier)],
    ['Code challenge', codeChallenge],
  ])
  find('#secret-facts', HTMLElement).replaceChildren(element('dl', { class: 'facts' }, ...pairs))
  find('#start-controls', HTMLElement).hidden = true
  steps.secret.set('done')
}

/** @param {string} url */
function goTo(url) {
  // An address out of an answer is followed only when it is one of the web: "javascript:" would run here.
  if (/^https?:\/\//.test(url)) location.assign(url)
  else fail('misconfigured')
}

/** @param {NonNullable<typeof returned>} back */
async function finish({ code, state, iss, error }) {
  const pending = takePendingLogin()
  if (error) return failAtGithub(error)
  if (!pending || !code || state !== pending.state) return failAtGithub('invalid-state')
  const codeChallenge = await challengeOf(pending.codeVerifier)
  showSecret(pending.codeVerifier, codeChallenge)
  steps.start.showEarlier({ codeChallenge, redirectTo })
  steps.start.set('done')
  showReturn(code, iss)
  const variables = { code, state, codeVerifier: pending.codeVerifier, ...(iss && { iss }) }
  const value = await send('login', 'login', variables)
  if (value) welcome(/** @type {GraphqlSession} */ (value))
}

/** @param {string} code */
function failAtGithub(code) {
  steps.github.set('failed')
  fail(code)
}

/**
 * @param {string} code
 * @param {string | null} iss
 */
function showReturn(code, iss) {
  const pairs = facts([
    ['Code', mask(code)],
    ['State', 'the one this tab kept'],
    ['Issuer', iss ?? 'not named'],
  ])
  find('#github-facts', HTMLElement).replaceChildren(element('dl', { class: 'facts' }, ...pairs))
  steps.github.set('done')
}

/** @param {GraphqlSession} arrived */
function welcome(arrived) {
  session = arrived
  find('#login-facts', HTMLElement).replaceChildren(personView(arrived), tokensView(arrived))
  find('#query-area', HTMLElement).replaceChildren(claimsView(arrived), ...box.nodes)
  box.enable(arrived.roles, arrived.defaultRole)
  for (const button of [refreshButton, ...logoutButtons]) button.disabled = false
  steps.query.set('active')
  status(
    notice(
      'success',
      `Signed in as ${arrived.name || arrived.login}.`,
      'The rest of this page is yours to try.',
    ),
  )
}

async function refresh() {
  if (!session) return
  refreshButton.disabled = true
  const value = await send('refresh', 'refreshSession', { refreshToken: session.refreshToken })
  if (!value) return end()
  session = /** @type {GraphqlSession} */ (value)
  find('#refresh-facts', HTMLElement).replaceChildren(tokensView(session))
  find('#login-facts', HTMLElement).replaceChildren(personView(session))
  refreshButton.disabled = false
  announce('There is a new pair of tokens.')
}

/** @param {boolean} everywhere */
async function logout(everywhere) {
  if (!session) return
  const value = await send('logout', 'logout', { refreshToken: session.refreshToken, everywhere })
  if (!value) return
  end()
  status(notice('success', everywhere ? 'Signed out on all devices.' : 'Signed out.', undefined, againLink()))
}

function end() {
  session = undefined
  for (const button of [refreshButton, ...logoutButtons]) button.disabled = true
  for (const id of ['#login-facts', '#query-area', '#refresh-facts']) find(id, HTMLElement).replaceChildren()
  steps.query.set('waiting')
}

/** @param {string | undefined} code */
function fail(code) {
  const { title, next } = describeError(code)
  status(notice('error', title, next, againLink()))
}

function againLink() {
  return element('a', { class: 'button small', href: '/graphql' }, 'Start again')
}

/** @param {Node} message */
function status(message) {
  const region = find('#status', HTMLElement)
  region.replaceChildren(message)
  region.hidden = false
}

function hideStatus() {
  find('#status', HTMLElement).hidden = true
}

startButton.addEventListener('click', start)
refreshButton.addEventListener('click', refresh)
logoutButtons[0]?.addEventListener('click', () => logout(false))
logoutButtons[1]?.addEventListener('click', () => logout(true))
keepMomentsCurrent()
if (returned) void finish(returned)
