import { createHash, timingSafeEqual } from 'node:crypto'
import { HasuraError } from '../errors.js'
import type { Json } from '../json/json.js'
import type { Env } from '../metadata/env-template.js'
import { readAuthHook } from './auth-hook.js'
import { chooseJwt } from './choose-jwt.js'
import type { JwksDeps } from './jwks.js'
import { type JwtSecret, readJwtSecrets } from './jwt-config.js'
import { ADMIN_SECRET_HEADERS, makeSession } from './make-session.js'
import { closeJwts, openJwts } from './open-jwts.js'
import { refuseContradictions } from './refuse-contradictions.js'
import type { Session } from './session.js'
import { sessionFromHook } from './session-from-hook.js'
import { sessionFromToken } from './session-from-token.js'
import { sessionVariables } from './session-variables.js'

export interface Auth {
  /**
   * @param request the GraphQL request, for an auth hook
   * @throws HasuraError with Hasura's code for a request that may not in
   */
  authenticate(headers: Headers, request?: Json): Promise<Session>
  /** For `/v1alpha1/config`. */
  readonly jwtSecrets: readonly JwtSecret[]
  readonly isAdminSecretSet: boolean
  readonly isHookSet: boolean
  close(): void
}

/**
 * Sets up authentication as Hasura's environment variables say.
 *
 * @throws Error when they contradict each other or the key cannot be read
 */
export async function openAuth(env: Env, deps: JwksDeps): Promise<Auth> {
  const adminSecret = env['HASURA_GRAPHQL_ADMIN_SECRET'] || env['HASURA_GRAPHQL_ACCESS_KEY'] || undefined
  const unauthorizedRole = env['HASURA_GRAPHQL_UNAUTHORIZED_ROLE'] || undefined
  const hook = readAuthHook(env, deps.log)
  const jwtSecrets = readJwtSecrets(env)
  refuseContradictions({
    adminSecret: adminSecret !== undefined,
    unauthorizedRole: unauthorizedRole !== undefined,
    hook: hook !== undefined,
    jwt: jwtSecrets.length > 0,
  })
  const jwts = await openJwts(jwtSecrets, deps)
  return {
    isAdminSecretSet: adminSecret !== undefined,
    isHookSet: hook !== undefined,
    jwtSecrets,
    close: () => closeJwts(jwts),
    async authenticate(headers, request = null) {
      const variables = sessionVariables(headers)
      if (adminSecret === undefined) return makeSession({ variables, trusted: true })
      const given = ADMIN_SECRET_HEADERS.map((name) => variables[name]).find((value) => value !== undefined)
      if (given !== undefined) return adminSession(given, adminSecret, variables)
      if (hook) return sessionFromHook(hook, { headers, request }, deps.clock.now())
      const found = chooseJwt(headers, jwts)
      if (found) return sessionFromToken(found.token, headers, found.jwt, deps.clock.now())
      if (unauthorizedRole === undefined) throw jwts.length > 0 ? missingToken() : missingSecret()
      return makeSession({ role: unauthorizedRole, variables, trusted: false })
    },
  }
}

function adminSession(given: string, adminSecret: string, variables: Record<string, string>): Session {
  if (!equalSecrets(given, adminSecret)) {
    throw new HasuraError('access-denied', 'invalid "x-hasura-admin-secret"/"x-hasura-access-key"', {
      status: 401,
    })
  }
  return makeSession({ variables, trusted: true })
}

/** Hashed first, so that neither length nor content shows in the time it takes. */
function equalSecrets(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}

function missingSecret(): HasuraError {
  const message = '"x-hasura-admin-secret"/"x-hasura-access-key" required, but not found'
  return new HasuraError('access-denied', message, { status: 401 })
}

function missingToken(): HasuraError {
  return new HasuraError(
    'invalid-headers',
    "Missing 'Authorization' or 'Cookie' header in JWT authentication mode",
  )
}
