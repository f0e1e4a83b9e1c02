import type { GithubState } from '../github-state.js'
import { authorizePage } from '../pages/authorize-page.js'
import { messagePage } from '../pages/message-page.js'
import { resolveRedirectUri } from './redirect-uri.js'
import { parseScopes } from './scopes.js'

/** A request that may be shown to a person, with everything that a code will be bound to. */
interface AuthorizeRequest {
  redirectUri: string
  state: string | null
  scopes: string[]
  codeChallenge: string | undefined
}

/** `GET /login/oauth/authorize`: the page where one picks a person. */
export async function showAuthorize(request: Request, state: GithubState): Promise<Response> {
  const parameters = new URL(request.url).searchParams
  const parsed = await parseAuthorize(parameters, state)
  if (parsed instanceof Response) return parsed
  return authorizePage({ app: state.app, people: [...state.people], scopes: parsed.scopes, parameters })
}

/** `POST /login/oauth/authorize`: what the page's buttons send; the answer is GitHub's redirect to the application. */
export async function decideAuthorize(request: Request, state: GithubState): Promise<Response> {
  const form = new URLSearchParams(await request.text())
  const parsed = await parseAuthorize(form, state)
  if (parsed instanceof Response) return parsed
  const login = form.get('pick') ?? ''
  if (login === '')
    return redirectWithError(
      parsed.redirectUri,
      parsed.state,
      'access_denied',
      'The user has denied your application access.',
    )
  if (!state.people.has(login))
    return messagePage(422, 'Nobody of that name', 'Go back and pick one of the people on the page.')
  const { redirectUri, scopes, codeChallenge } = parsed
  const code = state.codes.issue({ login, scopes, redirectUri, codeChallenge })
  return redirect(redirectUri, { code, state: parsed.state, iss: `${state.url}/login/oauth` })
}

/** The answer is a response when the request must not go on. */
async function parseAuthorize(
  parameters: URLSearchParams,
  { app }: GithubState,
): Promise<AuthorizeRequest | Response> {
  if (parameters.get('client_id') !== app.clientId)
    return messagePage(404, 'Not Found', 'No application has this client_id.')
  const state = parameters.get('state')
  const redirectUri = resolveRedirectUri(parameters.get('redirect_uri') ?? undefined, app)
  if (redirectUri === undefined) return redirectMismatch(app.callbackUrls, state)
  const method = parameters.get('code_challenge_method')
  const codeChallenge = parameters.get('code_challenge') ?? undefined
  const problem = challengeProblem(codeChallenge, method)
  if (problem) return redirectWithError(redirectUri, state, 'invalid_request', problem)
  return { redirectUri, state, scopes: parseScopes(parameters.get('scope') ?? ''), codeChallenge }
}

function challengeProblem(challenge: string | undefined, method: string | null): string | undefined {
  if (challenge === undefined)
    return method === null ? undefined : 'code_challenge_method needs a code_challenge.'
  if (method !== 'S256') return 'code_challenge_method must be S256.'
  return /^[A-Za-z0-9_-]{43}$/.test(challenge) ? undefined : 'code_challenge must be 43 base64url characters.'
}

/** GitHub reports a wrong redirect_uri to the registered one, never to the one that was asked for. */
function redirectMismatch([registered = '']: readonly string[], state: string | null): Response {
  const text = 'The redirect_uri MUST match the registered callback URL for this application.'
  return redirectWithError(registered, state, 'redirect_uri_mismatch', text)
}

function redirectWithError(
  target: string,
  state: string | null,
  error: string,
  description: string,
): Response {
  const anchor = error.replaceAll('_', '-')
  const uri = `https://docs.github.com/apps/managing-oauth-apps/troubleshooting-authorization-request-errors/#${anchor}`
  return redirect(target, { error, error_description: description, error_uri: uri, state })
}

function redirect(target: string, parameters: Readonly<Record<string, string | null>>): Response {
  const url = new URL(target)
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null) url.searchParams.set(name, value)
  }
  return new Response(null, { status: 302, headers: { location: url.href, 'cache-control': 'no-cache' } })
}
