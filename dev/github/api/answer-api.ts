import type { GithubState } from '../github-state.js'
import { hasScope } from '../oauth/scopes.js'
import type { IssuedToken } from '../oauth/token-store.js'
import { apiError } from './api-error.js'
import { bearerToken } from './bearer-token.js'
import { listMemberships } from './list-memberships.js'
import { listOrganizations } from './list-organizations.js'
import { listTeams } from './list-teams.js'
import { presentPeople } from './present-people.js'

export const apiPrefix = '/api/v3'

/** `/api/v3/…`: GitHub's REST API as `emulate` answers it, for tokens of ours only and with the scopes GitHub wants. */
export async function answerApi(request: Request, state: GithubState): Promise<Response> {
  const token = bearerToken(request)
  if (token === undefined) return apiError(401, 'Requires authentication')
  const issued = state.tokens.find(token)
  if (!issued) return apiError(401, 'Bad credentials')
  const path = new URL(request.url).pathname.slice(apiPrefix.length)
  const refusal = state.app.clientType === 'oauth-app' ? refuseScope(path, issued.scopes) : undefined
  const response = refusal ?? (await answerPath(path, request, issued, state))
  if (refusal) response.headers.set('x-accepted-oauth-scopes', acceptedScopes(path).join(', '))
  response.headers.set('x-oauth-scopes', issued.scopes.join(', '))
  return response
}

const membershipPaths: ReadonlySet<string> = new Set(['/user/orgs', '/user/teams', '/user/memberships/orgs'])

/** Any one of them is enough for a path that needs a scope. */
function acceptedScopes(path: string): string[] {
  return path === '/user/emails' ? ['user', 'user:email'] : ['admin:org', 'read:org', 'user', 'write:org']
}

/** Without the scope GitHub hides e-mail addresses as not found, and forbids the organisation lists. */
function refuseScope(path: string, scopes: readonly string[]): Response | undefined {
  if (path === '/user/emails') return hasScope(scopes, 'user:email') ? undefined : apiError(404, 'Not Found')
  if (!membershipPaths.has(path)) return undefined
  if (hasScope(scopes, 'read:org') || hasScope(scopes, 'user')) return undefined
  return apiError(403, 'You need at least read:org scope or user scope to list your organizations.')
}

async function answerPath(
  path: string,
  request: Request,
  issued: IssuedToken,
  state: GithubState,
): Promise<Response> {
  const person = state.people.get(issued.login)
  const { memberships = [], emails = [] } = person ?? {}
  const query = new URL(request.url).searchParams
  const read = (wanted: string) => readEmulator(wanted, issued, state)
  if (path === '/user/emails') return Response.json(emails)
  if (path === '/user/orgs') return present(await listOrganizations({ memberships, read }), state)
  if (path === '/user/teams') return present(await listTeams({ memberships, read }), state)
  if (path === '/user/memberships/orgs')
    return present(await listMemberships({ memberships, query, read }), state)
  return present(await read(`${path}${new URL(request.url).search}`), state)
}

function readEmulator(path: string, issued: IssuedToken, state: GithubState): Promise<Response> {
  const headers = { accept: 'application/vnd.github+json', authorization: `Bearer ${issued.emulatorToken}` }
  return fetch(`${state.emulator.url}${path}`, { headers })
}

async function present(response: Response, state: GithubState): Promise<Response> {
  const text = (await response.text()).replaceAll(state.emulator.url, `${state.url}${apiPrefix}`)
  const body = presentPeople(JSON.parse(text), state)
  const headers = new Headers({ 'content-type': 'application/json; charset=utf-8' })
  for (const [name, value] of response.headers) {
    if (name.startsWith('x-ratelimit-') || name === 'link') headers.set(name, value)
  }
  return new Response(JSON.stringify(body), { status: response.status, headers })
}
