const documentation =
  'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/'

/** The errors of GitHub's token endpoint, which come with status 200. */
const descriptions = {
  incorrect_client_credentials: 'The client_id and/or client_secret passed are incorrect.',
  redirect_uri_mismatch: 'The redirect_uri MUST match the registered callback URL for this application.',
  bad_verification_code: 'The code passed is incorrect or expired.',
  bad_refresh_token: 'The refresh token passed is incorrect or expired.',
  unsupported_grant_type: 'The grant_type is not supported.',
  authorization_pending: 'The authorization request is still pending.',
  slow_down: 'Too many requests have been made in the same timeframe.',
  expired_token: 'This device code has expired.',
  access_denied: 'The authorization request was denied.',
  incorrect_device_code: 'The device_code provided is not valid.',
} as const

type OAuthErrorCode = keyof typeof descriptions

export interface OAuthError {
  error: OAuthErrorCode
  error_description: string
  error_uri: string
}

/** The body of a refusal as GitHub words it. */
export function oauthError(error: OAuthErrorCode): OAuthError {
  const anchor = error.replaceAll('_', '-')
  return { error, error_description: descriptions[error], error_uri: `${documentation}#${anchor}` }
}
