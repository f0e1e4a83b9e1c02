import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Deps } from '../../functions/deps.js'
import { AppError } from '../../functions/errors.js'
import { sealTokens } from '../../functions/github-grant/sealed-tokens.js'
import { rotateSession } from '../../functions/session/rotate.js'
import { admit } from '../../functions/sign-in/admit.js'
import { syncUser } from '../../functions/sync/sync-user.js'
import { type SyncStack, startSyncStack } from '../support/sync-stack.js'
import { waitForEvents } from '../support/wait-for-events.js'

/** What GitHub's documentation does not call a refusal tells nothing about a person, whatever it looks like. */
let stack: SyncStack
let person: { userId: string; refreshToken: string }

beforeAll(async () => {
  stack = await startSyncStack()
  person = await stack.signIn('ada')
  await waitForEvents(stack.database)
})

afterAll(() => stack?.close())

interface Answer {
  status: number
  headers: Record<string, string>
  body: string
}

const readings = ['/user', '/user/emails', '/user/memberships/orgs', '/user/teams'] as const
const statuses = [
  200, 201, 202, 203, 206, 301, 302, 400, 401, 402, 403, 404, 405, 406, 409, 410, 415, 418, 422, 425, 428,
  429, 431, 451, 500, 501, 502, 503, 504, 520, 599,
]
const headerSets: Record<string, string>[] = [
  {},
  { 'retry-after': '7' },
  { 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' },
  { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' },
  { 'x-ratelimit-remaining': '4999', 'x-ratelimit-reset': '9999999999' },
  { 'x-oauth-scopes': 'read:org, user:email' },
  { 'x-accepted-oauth-scopes': 'read:org, user' },
  { 'x-oauth-scopes': 'read:org, user:email', 'x-accepted-oauth-scopes': 'admin:org, read:org, user' },
  { 'x-oauth-scopes': '', 'x-accepted-oauth-scopes': '' },
  { 'x-github-sso': 'partial-results; organizations=1' },
  { 'x-oauth-scopes': '', 'x-accepted-oauth-scopes': 'read:org' },
  { 'x-github-sso': 'required; url=https://github.com/orgs/acme/sso' },
  { 'content-type': 'text/html' },
  { etag: '"x"', link: '<http://127.0.0.1:9/>; rel="next"' },
]
const messages = [
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
  'You have triggered an abuse detection mechanism.',
  "API rate limit exceeded for user ID 1. (But here's the good news: ...)",
  'Bad credentials',
  'Requires authentication',
  'Resource not accessible by integration',
  'Resource protected by organization SAML enforcement.',
  'Sorry. Your account was suspended.',
  'Maximum number of login attempts exceeded. Please try again later.',
  'Not Found',
  'Forbidden',
]
const oauthErrors = [
  'bad_refresh_token',
  'access_denied',
  'bad_verification_code',
  'constructor',
  '__proto__',
]
const bodies = [
  '',
  'null',
  '[]',
  '{}',
  '[{}]',
  '"x"',
  '<html>Forbidden</html>',
  '[{"state":"active"}]',
  '{"id":"1","login":"ada","type":"User"}',
  ...messages.map((message) => JSON.stringify({ message, documentation_url: 'https://docs.github.com' })),
  ...oauthErrors.map((error) => JSON.stringify({ error })),
]
const answer: fc.Arbitrary<Answer> = fc.record({
  status: fc.constantFrom(...statuses),
  headers: fc.constantFrom(...headerSets),
  body: fc.constantFrom(...bodies),
})

/** The table of docs/sync.md, told a second time. */
function isRefusal(path: string, { status, headers, body }: Answer): boolean {
  const says = (message: string) => body.includes(`"message":"${message}"`)
  if (status === 401) return says('Bad credentials')
  if (path === '/user' || (status !== 403 && status !== 404)) return false
  const lacksScope = headers['x-oauth-scopes'] === '' && headers['x-accepted-oauth-scopes'] === 'read:org'
  if (lacksScope) return !isLimit({ status, headers, body })
  if (status === 404) return false
  if (path === '/user/emails') return says('Resource not accessible by integration')
  return headers['x-github-sso']?.startsWith('required') === true && !isLimit({ status, headers, body })
}

const isLimit = ({ status, headers, body }: Answer) =>
  status === 403 &&
  (headers['retry-after'] !== undefined ||
    headers['x-ratelimit-remaining'] === '0' ||
    body.includes('rate limit'))

/** An empty list is an answer: there is no membership, team or address. */
const isPositive = (path: string, { status, body }: Answer) =>
  path !== '/user' && status === 200 && body === '[]'

/** The functions, before a GitHub that gives this answer at one address. */
function depsBefore(path: string, { status, headers, body }: Answer): Deps {
  const withAnswer: typeof fetch = (input, init) => {
    const { origin, pathname } = new URL(String(input instanceof Request ? input.url : input))
    if (origin !== stack.urls.github || pathname !== path) return fetch(input, init)
    return Promise.resolve(
      new Response(body, { status, headers: { 'content-type': 'application/json', ...headers } }),
    )
  }
  return stack.deps({ fetch: withAnswer, wait: () => Promise.resolve() })
}

/** Everything that the database says of anybody, but how many readings have begun. */
async function rows(): Promise<unknown> {
  const answers = await Promise.all(
    [
      `select to_jsonb(users) - 'ticket' as row from users order by id`,
      'select to_jsonb(user_roles) as row from user_roles order by user_id, role',
      'select to_jsonb(sessions) as row from sessions order by id',
      'select to_jsonb(auth_log) as row from auth_log order by at, id',
    ].map((query) => stack.database.query<{ row: unknown }>(query)),
  )
  return answers.map((one) => one.rows.map(({ row }) => JSON.stringify(row)))
}

/** It fails with a code that holds nothing against the person, and the database is as it was. */
async function expectNothingWritten(work: Promise<unknown>, before: unknown): Promise<void> {
  const error = await work.then(
    (value) => value,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(AppError)
  expect(error instanceof AppError && error.has('endsAccess')).toBe(false)
  expect(await rows()).toEqual(before)
}

const runs = { seed: 20_261, numRuns: 40, endOnFailure: true }
const patience = 180_000

describe('an answer that is no documented refusal', () => {
  const question = fc
    .tuple(fc.constantFrom(...readings), answer)
    .filter(([path, given]) => !isRefusal(path, given) && !isPositive(path, given))

  it(
    'R-01a changes no user, role or session at a sync',
    async () => {
      const before = await rows()
      await fc.assert(
        fc.asyncProperty(question, async ([path, given]) => {
          await expectNothingWritten(syncUser(depsBefore(`/api/v3${path}`, given), person.userId), before)
        }),
        runs,
      )
    },
    patience,
  )

  const membership = question.filter(([path]) => path === '/user/memberships/orgs' || path === '/user/teams')

  it(
    'R-01b changes no user, role or session when a session is checked again',
    async () => {
      await stack.database.query(`update users set checked_at = now() - interval '2 hours'`)
      const before = await rows()
      await fc.assert(
        fc.asyncProperty(membership, async ([path, given]) => {
          const rotation = rotateSession(depsBefore(`/api/v3${path}`, given), person.refreshToken)
          await expectNothingWritten(rotation, before)
        }),
        runs,
      )
    },
    patience,
  )

  const needed = question.filter(([path]) => path !== '/user/emails')

  it(
    'R-01c changes no user, role or session at a sign-in, which says that GitHub cannot tell',
    async () => {
      const tokens = { token: await tokenOfGithub(), scopes: 'read:org user:email' }
      const before = await rows()
      await fc.assert(
        fc.asyncProperty(needed, async ([path, given]) => {
          const signIn = admit(depsBefore(`/api/v3${path}`, given), { tokens, client: 'browser' })
          await expectNothingWritten(signIn, before)
        }),
        runs,
      )
    },
    patience,
  )

  const renewalAnswer = answer.filter(
    ({ status, body }) => !([200, 400].includes(status) && body.includes('bad_refresh_token')),
  )

  it(
    'R-01d changes no user, role or session when a grant is renewed',
    async () => {
      const renewable = { token: 'gho_x', refreshToken: 'ghr_x', scopes: 'read:org user:email' }
      const { token, refresh_token } = await sealTokens(stack.deps().sealer, person.userId, renewable)
      await stack.database.query(
        'update github_tokens set token = $1, refresh_token = $2, expires_at = now() where user_id = $3',
        [token, refresh_token, person.userId],
      )
      const before = await rows()
      await fc.assert(
        fc.asyncProperty(renewalAnswer, async (given) => {
          await stack.database.query('update github_tokens set renewal_started_at = null')
          const sync = syncUser(depsBefore('/login/oauth/access_token', given), person.userId)
          await expectNothingWritten(sync, before)
        }),
        runs,
      )
    },
    patience,
  )
})

/** A token that the local GitHub takes: the one that the person's last question came with. */
async function tokenOfGithub(): Promise<string> {
  stack.githubCalls.length = 0
  await syncUser(stack.deps(), person.userId)
  const authorization = stack.githubCalls.find(({ path }) => path === '/api/v3/user')?.headers.authorization
  return authorization?.replace(/^\S+ /, '') ?? ''
}
