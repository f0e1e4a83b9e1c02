// @ts-check
import { createAuth } from '../../auth.js'
import { find } from '../dom/find.js'
import { notice } from '../dom/notice.js'
import { sameOriginPath } from '../navigation/same-origin-path.js'
import { describeError } from '../text/describe-error.js'

/** @type {ReadonlyMap<string, string>} */
const statuses = new Map([
  ['signed-out', 'You are signed out.'],
  ['signed-out-elsewhere', 'You signed out in another tab.'],
  ['signed-out-everywhere', 'You are signed out on all devices.'],
  [
    'installation-requested',
    'The request was sent to the owners of the organisation. You can sign in without waiting for them.',
  ],
  ['was-over', 'This session was over already.'],
  ['was-over-elsewhere-unknown', 'This session was over already. Your other devices are as they were.'],
])

const asked = new URLSearchParams(location.search)
// `callbackUrl` is what next-auth's client sends.
const returnTo = sameOriginPath(asked.get('returnTo') ?? asked.get('callbackUrl'), location.origin)
find('#github', HTMLAnchorElement).href = `/api/auth/signin/github?returnTo=${encodeURIComponent(returnTo)}`

// Where an app of somebody's stands before this page, it has no such pages.
const isAtHome = location.pathname === '/signin'
for (const link of document.querySelectorAll('[data-own-pages]')) link.toggleAttribute('hidden', !isAtHome)

const error = asked.get('error') ?? (navigator.cookieEnabled ? null : 'cookies-blocked')

const said = message()
if (said) {
  const region = find('#message', HTMLElement)
  region.append(said)
  region.hidden = false
}

function message() {
  if (error !== null) {
    const { title, next } = describeError(error)
    const tone = error === 'SessionRequired' ? 'info' : 'error'
    return notice(tone, title, next)
  }
  const status = statuses.get(asked.get('status') ?? '')
  return status ? notice('success', status) : undefined
}

// Whoever is signed in has nothing to do here, but for reading what went wrong.
if (error === null || error === 'SessionRequired') void goOn()

async function goOn() {
  const auth = createAuth()
  const session = await auth.session().catch(() => null)
  auth.close()
  if (session) location.replace(returnTo)
}
