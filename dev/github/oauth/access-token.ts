import type { GithubState } from '../github-state.js'
import { exchangeDeviceCode } from './device-token.js'
import { type OAuthError, oauthError } from './oauth-error.js'
import { readParameters } from './read-parameters.js'
import { resolveRedirectUri } from './redirect-uri.js'
import { tokenAnswer } from './token-answer.js'
import { verifyChallenge } from './verify-challenge.js'

export interface TokenGrant {
  access_token: string
  token_type: 'bearer'
  /** Comma-separated, as GitHub reports it. */
  scope: string
}

export type TokenResult = TokenGrant | OAuthError

const deviceGrantType = 'urn:ietf:params:oauth:grant-type:device_code'

/** `POST /login/oauth/access_token`: a code or a device code becomes a token. */
export async function accessToken(
  request: Request,
  state: GithubState,
  now: () => number,
): Promise<Response> {
  const parameters = await readParameters(request)
  return tokenAnswer(request, { ...(await grantToken(parameters, state, now)) })
}

function grantToken(
  parameters: ReadonlyMap<string, string>,
  state: GithubState,
  now: () => number,
): Promise<TokenResult> {
  const grantType = parameters.get('grant_type') ?? 'authorization_code'
  if (parameters.get('client_id') !== state.app.clientId) return refuse('incorrect_client_credentials')
  if (grantType === deviceGrantType)
    return exchangeDeviceCode(parameters.get('device_code') ?? '', state, now)
  if (grantType !== 'authorization_code') return refuse('unsupported_grant_type')
  if (parameters.get('client_secret') !== state.app.clientSecret)
    return refuse('incorrect_client_credentials')
  return exchangeCode(parameters, state)
}

async function exchangeCode(
  parameters: ReadonlyMap<string, string>,
  state: GithubState,
): Promise<TokenResult> {
  const grant = state.codes.consume(parameters.get('code') ?? '')
  if (!grant) return oauthError('bad_verification_code')
  const asked = parameters.get('redirect_uri')
  if (resolveRedirectUri(asked, state.app.callbackUrls) === undefined)
    return oauthError('redirect_uri_mismatch')
  if (asked !== undefined && asked !== grant.redirectUri) return oauthError('redirect_uri_mismatch')
  if (!verifyChallenge(grant.codeChallenge, parameters.get('code_verifier')))
    return oauthError('bad_verification_code')
  return issueGrant(grant.login, grant.scopes, state)
}

/** Makes a token that both this front and `emulate` know. */
export async function issueGrant(
  login: string,
  scopes: readonly string[],
  state: GithubState,
): Promise<TokenGrant> {
  const token = await state.emulator.issueToken(login, scopes)
  state.tokens.add(token, { login, scopes })
  return { access_token: token, token_type: 'bearer', scope: scopes.join(',') }
}

function refuse(code: Parameters<typeof oauthError>[0]): Promise<OAuthError> {
  return Promise.resolve(oauthError(code))
}
