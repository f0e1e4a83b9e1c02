import * as z from 'zod'
import type { ErrorCode } from '../failures.js'

/** What GitHub is asked about a person: with their token, or for a new one in exchange for the refresh token. */
export type Subject = 'profile' | 'email' | 'memberships' | 'renewal'

/** What an answer must say besides its status. */
type Sign =
  | { message: string }
  | { error: string }
  | { header: string; begins: string }
  /** Both headers are there, and the token has none of the scopes of which one would be enough. */
  | { accepted: string; held: string }

/** An answer by which GitHub documents that it refuses for good, and what it means to us. */
export interface DocumentedRefusal {
  of: readonly Subject[]
  statuses: readonly number[]
  sign: Sign
  code: ErrorCode
  reason: string
}

export interface Answer {
  status: number
  headers: Readonly<Record<string, string | number | undefined>>
  body: unknown
}

/**
 * Every answer of GitHub that counts as a "no". docs/sync.md has the same table; whatever is not in it tells nothing, and
 * nothing is written because of it.
 *
 * @see https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api
 * @see https://docs.github.com/rest/authentication/authenticating-to-the-rest-api
 * @see https://docs.github.com/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
 */
export const documentedRefusals: readonly DocumentedRefusal[] = [
  {
    of: ['profile', 'email', 'memberships'],
    statuses: [401],
    sign: { message: 'Bad credentials' },
    code: 'grant-revoked',
    reason: 'GitHub: bad credentials',
  },
  {
    of: ['renewal'],
    statuses: [200, 400],
    sign: { error: 'bad_refresh_token' },
    code: 'grant-revoked',
    reason: 'GitHub: bad_refresh_token',
  },
  {
    of: ['memberships'],
    statuses: [403],
    sign: { header: 'x-github-sso', begins: 'required' },
    code: 'organisation-required',
    reason: 'GitHub does not show memberships: single sign-on of the organisation is missing',
  },
  {
    of: ['memberships'],
    statuses: [403, 404],
    sign: { accepted: 'x-accepted-oauth-scopes', held: 'x-oauth-scopes' },
    code: 'organisation-required',
    reason: 'GitHub does not show memberships: the scope read:org is missing',
  },
  {
    of: ['memberships'],
    statuses: [403],
    sign: { message: 'Resource not accessible by integration' },
    code: 'misconfigured',
    reason: 'the GitHub App lacks the permission to read the members of organisations',
  },
  {
    of: ['email'],
    statuses: [403, 404],
    sign: { accepted: 'x-accepted-oauth-scopes', held: 'x-oauth-scopes' },
    code: 'access-denied',
    reason: 'GitHub does not show e-mail addresses: the scope user:email is missing',
  },
  {
    of: ['email'],
    statuses: [403],
    sign: { message: 'Resource not accessible by integration' },
    code: 'access-denied',
    reason: 'the GitHub App lacks the permission to read e-mail addresses',
  },
]

/** The documented refusal that an answer is, if it is one. */
export function findRefusal(subject: Subject, answer: Answer): DocumentedRefusal | undefined {
  return documentedRefusals.find(
    ({ of, statuses, sign }) =>
      of.includes(subject) && statuses.includes(answer.status) && bears(answer, sign),
  )
}

const bodyShape = z.object({ message: z.unknown().optional(), error: z.unknown().optional() }).catch({})

function bears({ headers, body }: Answer, sign: Sign): boolean {
  if ('message' in sign) return bodyShape.parse(body).message === sign.message
  if ('error' in sign) return bodyShape.parse(body).error === sign.error
  if ('header' in sign) return String(headers[sign.header] ?? '').startsWith(sign.begins)
  const [accepted, held] = [headers[sign.accepted], headers[sign.held]].map(readScopes)
  if (!accepted || !held || accepted.length === 0) return false
  return !accepted.some((scope) => held.includes(scope))
}

function readScopes(header: string | number | undefined): string[] | undefined {
  if (header === undefined) return undefined
  const scopes = String(header).split(',')
  return scopes.map((scope) => scope.trim()).filter(Boolean)
}
