import type { GithubState } from '../github-state.js'
import { exchangeDeviceCode } from './device-token.js'
import { issueGrant, type TokenGrant } from './issue-grant.js'
import { type OAuthError, oauthError } from './oauth-error.js'
import { readParameters } from './read-parameters.js'
import { resolveRedirectUri } from './redirect-uri.js'
import { refreshGrant } from './refresh-grant.js'
import { tokenAnswer } from './token-answer.js'
import { verifyChallenge } from './verify-challenge.js'

export type TokenResult = TokenGrant | OAuthError

const deviceGrantType = 'urn:ietf:params:oauth:grant-type:device_code'

/** `POST /login/oauth/access_token`: a code, a device code or a refresh token becomes a token. */
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
  const isRefresh = grantType === 'refresh_token' && state.app.clientType === 'github-app'
  if (grantType !== 'authorization_code' && !isRefresh) return refuse('unsupported_grant_type')
  if (parameters.get('client_secret') !== state.app.clientSecret)
    return refuse('incorrect_client_credentials')
  if (isRefresh) return refreshGrant(parameters.get('refresh_token') ?? '', state)
  return exchangeCode(parameters, state)
}

async function exchangeCode(
  parameters: ReadonlyMap<string, string>,
  state: GithubState,
): Promise<TokenResult> {
  const grant = state.codes.consume(parameters.get('code') ?? '')
  if (!grant) return oauthError('bad_verification_code')
  const asked = parameters.get('redirect_uri')
  if (resolveRedirectUri(asked, state.app) === undefined) return oauthError('redirect_uri_mismatch')
  if (asked !== undefined && asked !== grant.redirectUri) return oauthError('redirect_uri_mismatch')
  if (!verifyChallenge(grant.codeChallenge, parameters.get('code_verifier')))
    return oauthError('bad_verification_code')
  return issueGrant(grant.login, grant.scopes, state)
}

function refuse(code: Parameters<typeof oauthError>[0]): Promise<OAuthError> {
  return Promise.resolve(oauthError(code))
}
