import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { approveAs } from '../github/approve-as.js'
import { requireGraphql } from './graphql-client.js'

/** The part of a page that signs somebody in through GraphQL. */
export interface FlowOptions {
  endpoint: string
  /** The page that GitHub's answer comes back to. */
  redirectTo: string
}

const startSchema = z.object({
  startLogin: z.object({ url: z.url(), state: z.string(), expiresAt: z.string() }),
})

const sessionSchema = z.object({
  accessToken: z.string(),
  tokenType: z.literal('Bearer'),
  expiresAt: z.string(),
  refreshToken: z.string(),
  refreshExpiresAt: z.string(),
  userId: z.string(),
  login: z.string(),
  name: z.string().nullable(),
  avatarUrl: z.string(),
  roles: z.array(z.string()),
  defaultRole: z.string(),
  isNewUser: z.boolean(),
})

export type Session = z.infer<typeof sessionSchema>

const sessionFields = `accessToken tokenType expiresAt refreshToken refreshExpiresAt
  userId login name avatarUrl roles defaultRole isNewUser`

const startLogin = `mutation ($codeChallenge: String!, $redirectTo: String!) {
  startLogin(codeChallenge: $codeChallenge, redirectTo: $redirectTo) { url state expiresAt }
}`

const login = `mutation ($code: String!, $state: String!, $codeVerifier: String!, $iss: String) {
  login(code: $code, state: $state, codeVerifier: $codeVerifier, iss: $iss) { ${sessionFields} }
}`

const refreshSession = `mutation ($refreshToken: String!) {
  refreshSession(refreshToken: $refreshToken) { ${sessionFields} }
}`

interface StartedLogin {
  url: string
  state: string
  codeVerifier: string
}

/** Begins a sign-in: makes a verifier, keeps it, and asks for GitHub's address. */
export async function beginLogin({ endpoint, redirectTo }: FlowOptions): Promise<StartedLogin> {
  const codeVerifier = randomBytes(32).toString('base64url')
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')
  const data = await requireGraphql(endpoint, { query: startLogin, variables: { codeChallenge, redirectTo } })
  const { url, state } = startSchema.parse(data).startLogin
  return { url, state, codeVerifier }
}

/** What the browser does at GitHub, and the parameters that it brings back to the page. */
export async function approveLogin(
  { url }: StartedLogin,
  person: string | undefined,
): Promise<URLSearchParams> {
  const callback = await approveAs(url, person)
  const bounced = await fetch(callback, { redirect: 'manual' })
  const page = bounced.headers.get('location')
  if (bounced.status !== 303 || page === null) throw new Error(`the callback answered ${bounced.status}`)
  return new URL(page).searchParams
}

/** Ends a sign-in with what came back. */
export async function finishLogin(
  { endpoint }: FlowOptions,
  { codeVerifier }: StartedLogin,
  returned: URLSearchParams,
): Promise<Session> {
  const variables = { ...Object.fromEntries(returned), codeVerifier }
  const data = await requireGraphql(endpoint, { query: login, variables })
  return sessionSchema.parse(data['login'])
}

/** The whole sign-in of a person who says yes. */
export async function signIn(options: FlowOptions, person: string): Promise<Session> {
  const started = await beginLogin(options)
  return finishLogin(options, started, await approveLogin(started, person))
}

export async function refresh({ endpoint }: FlowOptions, refreshToken: string): Promise<Session> {
  const data = await requireGraphql(endpoint, { query: refreshSession, variables: { refreshToken } })
  return sessionSchema.parse(data['refreshSession'])
}
