import { createHash, randomBytes } from 'node:crypto'
import { approveAs } from '../../../dev/github/approve-as.js'
import { type Github, type GithubOptions, startGithub } from '../../../dev/github/start-github.js'

export const callback = 'http://127.0.0.1:3000/api/auth/callback/github'
export const client = { clientId: 'local-client', clientSecret: 'local-client-secret' }

export function startTestGithub(options: Partial<GithubOptions> = {}): Promise<Github> {
  return startGithub({ port: 0, callbackUrls: [callback], ...client, ...options })
}

export function pkcePair(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

export function authorizeUrl(github: Github, parameters: Readonly<Record<string, string>> = {}): string {
  const url = new URL('/login/oauth/authorize', github.url)
  const all = { client_id: client.clientId, redirect_uri: callback, state: 'some-state', ...parameters }
  for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value)
  return url.href
}

/** Signs a person in at GitHub and gives the parameters that GitHub's redirect carries. */
export async function approve(
  github: Github,
  login: string | undefined,
  parameters: Readonly<Record<string, string>> = {},
): Promise<URLSearchParams> {
  return new URL(await approveAs(authorizeUrl(github, parameters), login)).searchParams
}

export async function postToken(
  github: Github,
  fields: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  const credentials = { client_id: client.clientId, client_secret: client.clientSecret }
  const response = await fetch(`${github.url}/login/oauth/access_token`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({ ...credentials, ...fields }),
  })
  return { status: response.status, ...(await response.json()) }
}

export async function tokenFor(github: Github, login: string, scope = ''): Promise<string> {
  const { verifier, challenge } = pkcePair()
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' }
  const approved = await approve(github, login, { ...pkce, scope })
  const answer = await postToken(github, { code: approved.get('code') ?? '', code_verifier: verifier })
  return String(answer['access_token'])
}

export function callApi(
  github: Github,
  path: string,
  token?: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const authorization: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` }
  return fetch(`${github.url}/api/v3${path}`, { headers: { ...authorization, ...headers } })
}
