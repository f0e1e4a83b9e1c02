import type { GithubState } from '../github-state.js'
import { hasScope } from '../oauth/scopes.js'
import type { IssuedToken } from '../oauth/token-store.js'
import { apiError } from './api-error.js'
import { listTeams } from './list-teams.js'
import { presentPeople } from './present-people.js'

export const apiPrefix = '/api/v3'

/** `/api/v3/…`: GitHub's REST API as `emulate` answers it, for tokens of ours only and with the scopes GitHub wants. */
export async function answerApi(request: Request, state: GithubState): Promise<Response> {
  const token = /^(?:bearer|token) (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (token === undefined) return apiError(401, 'Requires authentication')
  const issued = state.tokens.find(token)
  if (!issued) return apiError(401, 'Bad credentials')
  const path = new URL(request.url).pathname.slice(apiPrefix.length)
  const response = refuseScope(path, issued.scopes) ?? (await answerPath(path, request, issued, state))
  response.headers.set('x-oauth-scopes', issued.scopes.join(', '))
  return response
}

/** Without the scope GitHub hides e-mail addresses as not found, and forbids the organisation lists. */
function refuseScope(path: string, scopes: readonly string[]): Response | undefined {
  if (path === '/user/emails') return hasScope(scopes, 'user:email') ? undefined : apiError(404, 'Not Found')
  if (path !== '/user/orgs' && path !== '/user/teams') return undefined
  if (hasScope(scopes, 'read:org') || hasScope(scopes, 'user')) return undefined
  return apiError(403, 'You need at least read:org scope or user scope to list your organizations.')
}

async function answerPath(
  path: string,
  request: Request,
  issued: IssuedToken,
  state: GithubState,
): Promise<Response> {
  if (path === '/user/emails') return Response.json(state.people.get(issued.login)?.emails ?? [])
  const read = (wanted: string) => readEmulator(wanted, request, state)
  if (path === '/user/teams') return present(await listTeams({ login: issued.login, read }), state)
  return present(await read(`${path}${new URL(request.url).search}`), state)
}

function readEmulator(path: string, request: Request, state: GithubState): Promise<Response> {
  const headers = new Headers({ accept: 'application/vnd.github+json' })
  headers.set('authorization', request.headers.get('authorization') ?? '')
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
