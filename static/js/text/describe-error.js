// @ts-check

/**
 * @typedef {object} Description
 * @property {string} title what happened
 * @property {string} next what to do now
 */

const again = 'Start again; nothing was changed.'
const later = 'Wait a moment, then try again.'
const operator = 'Only the people who run this site can repair this; the log of the server names the cause.'

/** @type {Description} */
const unknown = { title: 'The sign-in could not be completed.', next: again }
/** @type {Description} */
const refused = {
  title: 'The sign-in was refused.',
  next: 'You may have said no at GitHub, or this account is not admitted here. You can try again or use another account.',
}
/** @type {Description} */
const stale = {
  title: 'This sign-in does not belong to this browser, was already used, or took over ten minutes.',
  next: again,
}
/** @type {Description} */
const misconfigured = { title: 'Sign-in is not set up correctly.', next: operator }

/**
 * Everything that may be said about a code: our own, next-auth's and OAuth's. A code out of an address is looked up
 * here and never shown.
 *
 * @type {ReadonlyMap<string, Description>}
 */
const descriptions = new Map([
  ['invalid-input', { title: 'The request was incomplete or malformed.', next: again }],
  ['invalid-state', stale],
  [
    'cookie-missing',
    {
      title: 'This browser brought no cookie of this sign-in.',
      next: 'It is over already, began in another browser, or cookies are blocked here. Allow them for this site, then start again.',
    },
  ],
  [
    'cookies-blocked',
    {
      title: 'This browser blocks cookies here.',
      next: 'A sign-in cannot be finished without them. Allow them for this site, then load this page again.',
    },
  ],
  [
    'storage-blocked',
    {
      title: 'This browser lets the page keep nothing.',
      next: 'The secret of a sign-in has to wait in this tab until GitHub sends you back. Allow site data for this site, then start again.',
    },
  ],
  [
    'other-sign-in',
    {
      title: 'This is not the sign-in that this browser began last.',
      next: 'Finish it in the tab that you opened last, or start again.',
    },
  ],
  [
    'expired',
    { title: 'The sign-in took too long.', next: 'It has to be finished within ten minutes. Start again.' },
  ],
  ['unknown-key', { title: 'The server cannot tell yet whether this is yours.', next: later }],
  ['access-denied', { ...refused, title: 'Access was denied.' }],
  ['account-type', { title: 'Only accounts of people can sign in.', next: 'Use your own GitHub account.' }],
  [
    'organisation-required',
    {
      title: 'Only members of certain GitHub organisations can sign in here.',
      next: 'You are not known as one. If you are, let your organisation admit this app at GitHub, then start again.',
    },
  ],
  [
    'role-required',
    { title: 'This account has no role here.', next: 'Ask the people who run this site to give it one.' },
  ],
  ['grant-unreadable', { title: 'We can no longer ask GitHub about you.', next: 'Sign in again.' }],
  ['grant-revoked', { title: 'The connection to GitHub was revoked.', next: 'Sign in again.' }],
  [
    'sign-up-closed',
    { title: 'New accounts are closed.', next: 'Ask the people who run this site to let you in.' },
  ],
  ['user-disabled', { title: 'This account is disabled.', next: 'Ask the people who run this site why.' }],
  ['authorization-pending', { title: 'The sign-in is not confirmed yet.', next: 'Confirm it at GitHub.' }],
  ['slow-down', { title: 'That was too fast.', next: later }],
  ['invalid-refresh-token', { title: 'This session has ended.', next: 'Sign in again.' }],
  [
    'refresh-token-reused',
    {
      title: 'This session was ended for your safety.',
      next: 'Its refresh token was used a second time, so somebody may have copied it. Sign in again.',
    },
  ],
  ['github-unavailable', { title: 'GitHub does not answer at the moment.', next: later }],
  ['github-rate-limited', { title: 'GitHub asks us to slow down.', next: 'Try again in a few minutes.' }],
  ['hasura-unavailable', { title: 'The GraphQL server or its database does not answer.', next: later }],
  ['database-refuses', { title: 'The database refused this.', next: `${later} If it stays: ${operator}` }],
  ['misconfigured', misconfigured],
  ['github-unexpected', { title: 'GitHub gave an answer we do not understand.', next: later }],
  [
    'github-email-unverified',
    {
      title: 'GitHub wants you to verify your e-mail address first.',
      next: 'Do that at GitHub, then sign in again.',
    },
  ],
  ['cross-site', { title: 'This request did not come from our own pages.', next: again }],
  ['internal', { title: 'Something went wrong on our side.', next: later }],
  ['unauthorized', { title: 'This address is not for browsers.', next: 'Nothing was changed.' }],
  ['method-not-allowed', { title: 'This address is no page.', next: 'Go back to the pages of this site.' }],
  ['payload-too-large', { title: 'The request was too large.', next: 'Nothing was changed.' }],
  ['unsupported-media-type', { title: 'The request was of another kind.', next: 'Nothing was changed.' }],
  ['not-found', { title: 'There is nothing at this address.', next: 'It may be old or mistyped.' }],
  ['session-unavailable', { title: 'We cannot tell at the moment who is signed in.', next: later }],

  ['Configuration', misconfigured],
  ['AccessDenied', refused],
  ['Verification', { title: 'This link is no longer valid.', next: again }],
  ['SessionRequired', { title: 'Please sign in to see this page.', next: 'You come back to it afterwards.' }],
  ['OAuthSignin', { title: 'The way to GitHub could not be prepared.', next: later }],
  ['Signin', unknown],
  ['OAuthCallback', stale],
  ['OAuthCallbackError', stale],
  ['Callback', unknown],
  ['CallbackRouteError', unknown],
  ['OAuthCreateAccount', { title: 'Your account could not be created.', next: later }],
  [
    'OAuthAccountNotLinked',
    {
      title: 'This GitHub account belongs to somebody else here.',
      next: 'Sign in with the account you used first.',
    },
  ],
  [
    'MissingCSRF',
    {
      title: 'The page was open for too long, or this browser blocks cookies here.',
      next: 'Allow them for this site, then try again; nothing was changed.',
    },
  ],

  ['access_denied', refused],
  ['temporarily_unavailable', { title: 'GitHub does not answer at the moment.', next: later }],
  ['server_error', { title: 'GitHub had a problem.', next: later }],
  ['redirect_uri_mismatch', misconfigured],
  ['application_suspended', misconfigured],
  ['incorrect_client_credentials', misconfigured],
])

/**
 * What to tell a person about an error code; one that is not on the list gets a general sentence.
 *
 * @param {string | null | undefined} code
 * @returns {Description}
 */
export function describeError(code) {
  return descriptions.get(code ?? '') ?? unknown
}
