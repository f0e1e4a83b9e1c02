// @ts-check

const session = `{
    accessToken expiresAt refreshToken refreshExpiresAt
    userId login name avatarUrl roles defaultRole isNewUser
  }
}`

/** The four requests of the GraphQL flow. */
export const documents = {
  startLogin: `mutation startLogin($codeChallenge: String!, $redirectTo: String!) {
  startLogin(codeChallenge: $codeChallenge, redirectTo: $redirectTo) {
    url state
  }
}`,
  login: `mutation login($code: String!, $state: String!, $codeVerifier: String!, $iss: String) {
  login(code: $code, state: $state, codeVerifier: $codeVerifier, iss: $iss) ${session}`,
  refreshSession: `mutation refreshSession($refreshToken: String!) {
  refreshSession(refreshToken: $refreshToken) ${session}`,
  logout: `mutation logout($refreshToken: String!, $everywhere: Boolean!) {
  logout(refreshToken: $refreshToken, everywhere: $everywhere) {
    revoked
  }
}`,
}

/**
 * @typedef {object} LoginStart
 * @property {string} url
 * @property {string} state
 *
 * @typedef {object} Grant
 * @property {string} accessToken
 * @property {string} expiresAt
 * @property {string} refreshToken
 * @property {string} refreshExpiresAt
 * @property {string} userId
 * @property {string} login
 * @property {string | null} name
 * @property {string} avatarUrl
 * @property {string[]} roles
 * @property {string} defaultRole
 * @property {boolean} isNewUser
 *
 * @typedef {object} Answers what each request gives
 * @property {LoginStart} startLogin
 * @property {Grant} login
 * @property {Grant} refreshSession
 * @property {{ revoked: number }} logout
 */
