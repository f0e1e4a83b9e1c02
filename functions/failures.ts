import type { Failure } from './failure.js'

/**
 * Every way a request can fail: its code, HTTP status, traits and public sentence.
 *
 * The sentence is all that a caller learns; what the operator needs is in the log as `reason`.
 */
export const failures = {
  'invalid-input': { status: 400, traits: [], message: 'The request is not valid.' },
  'invalid-state': {
    status: 400,
    traits: [],
    message: 'This sign-in does not belong to this browser. Please start again.',
  },
  'cookie-missing': {
    status: 400,
    traits: [],
    message: 'This browser brought no cookie of this sign-in. Please allow cookies here and start again.',
  },
  'other-sign-in': {
    status: 400,
    traits: [],
    message: 'This is not the sign-in that this browser began last. Please finish that one, or start again.',
  },
  expired: { status: 400, traits: [], message: 'This sign-in took too long. Please start again.' },
  'access-denied': { status: 403, traits: [], message: 'Access was denied.' },
  'account-type': {
    status: 403,
    traits: ['endsAccess', 'isRecorded'],
    message: 'Only accounts of people can sign in.',
  },
  'organisation-required': {
    status: 403,
    traits: ['endsSession', 'endsAccess', 'isRecorded'],
    message: 'Only members of certain GitHub organisations can sign in here, and you are not known as one.',
  },
  'role-required': {
    status: 403,
    traits: ['endsSession', 'isRecorded'],
    message: 'This account has no role here. Please ask the operator.',
  },
  'grant-unreadable': {
    status: 401,
    traits: ['endsSession', 'isLasting'],
    message: 'We can no longer ask GitHub about you. Please sign in again.',
  },
  'grant-revoked': {
    status: 401,
    traits: ['endsSession', 'endsAccess'],
    message: 'The connection to GitHub was revoked. Please sign in again.',
  },
  'sign-up-closed': { status: 403, traits: ['isRecorded'], message: 'New accounts are not accepted here.' },
  'user-disabled': {
    status: 403,
    traits: ['endsSession', 'isRecorded'],
    message: 'This account is disabled. Please ask the operator.',
  },
  'authorization-pending': { status: 400, traits: [], message: 'The sign-in has not been approved yet.' },
  'slow-down': { status: 400, traits: [], message: 'Too many attempts. Please ask less often.' },
  'invalid-refresh-token': {
    status: 401,
    traits: ['endsSession'],
    message: 'The session is over. Please sign in again.',
  },
  'refresh-token-reused': {
    status: 401,
    traits: ['endsSession'],
    message: 'This session was used from two places and has been ended. Please sign in again.',
  },
  'github-unavailable': {
    status: 503,
    traits: [],
    message: 'GitHub does not answer. Please try again in a moment.',
  },
  'github-unexpected': {
    status: 502,
    traits: [],
    message: 'GitHub gave an answer that we do not understand.',
  },
  'github-rate-limited': {
    status: 503,
    traits: [],
    message: 'GitHub asks us to wait. Please try again later.',
  },
  'github-email-unverified': {
    status: 403,
    traits: [],
    message: 'GitHub wants you to verify your e-mail address first. Do that at GitHub, then sign in again.',
  },
  'hasura-unavailable': {
    status: 503,
    traits: [],
    message: 'The database does not answer. Please try again in a moment.',
  },
  'database-refuses': {
    status: 503,
    traits: [],
    message: 'The database refused this. Please try again in a moment; the operator can see why in the log.',
  },
  'unknown-key': {
    status: 503,
    traits: [],
    message: 'This server cannot tell yet whether you are signed in. Please try again in a moment.',
  },
  misconfigured: {
    status: 500,
    traits: [],
    message: 'This service is not set up correctly. The operator can see why in the log.',
  },
  unauthorized: { status: 401, traits: [], message: 'The request carries no valid credentials.' },
  'cross-site': { status: 403, traits: [], message: 'This request must come from our own pages.' },
  'not-found': { status: 404, traits: [], message: 'There is nothing here.' },
  'method-not-allowed': { status: 405, traits: [], message: 'This address does not answer that method.' },
  'payload-too-large': { status: 413, traits: [], message: 'The request is too large.' },
  'unsupported-media-type': { status: 415, traits: [], message: 'The request must be application/json.' },
  internal: { status: 500, traits: [], message: 'Something went wrong on our side. Please try again.' },
} as const satisfies Record<string, Failure>

export type ErrorCode = keyof typeof failures
