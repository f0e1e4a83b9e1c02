import { createHash, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../clock/clock.js'
import { HasuraError } from '../errors.js'
import { findToken } from './find-token.js'
import { openJwks } from './jwks.js'
import { type JwtSecret, parseJwtSecret } from './jwt-config.js'
import { ADMIN_SECRET_HEADERS, makeSession } from './make-session.js'
import type { Session } from './session.js'
import { sessionFromToken } from './session-from-token.js'
import { sessionVariables } from './session-variables.js'
import { staticKey } from './static-key.js'
import type { KeySource } from './verification-key.js'

export interface Auth {
  /** @throws HasuraError with Hasura's code for a request that may not in */
  authenticate(headers: Headers): Promise<Session>
  /** For `/v1alpha1/config`. */
  readonly jwtSecret: JwtSecret | undefined
  readonly isAdminSecretSet: boolean
  close(): void
}

interface AuthDeps {
  fetch: typeof fetch
  clock: Clock
  log: (message: string) => void
}

/**
 * Sets up authentication as Hasura's environment variables say.
 *
 * @throws Error when they contradict each other or the key cannot be read
 */
export async function openAuth(
  env: Readonly<Record<string, string | undefined>>,
  deps: AuthDeps,
): Promise<Auth> {
  const adminSecret = env['HASURA_GRAPHQL_ADMIN_SECRET'] || env['HASURA_GRAPHQL_ACCESS_KEY'] || undefined
  const unauthorizedRole = env['HASURA_GRAPHQL_UNAUTHORIZED_ROLE'] || undefined
  const jwt = await openJwt(env['HASURA_GRAPHQL_JWT_SECRET'], deps)
  if (env['HASURA_GRAPHQL_AUTH_HOOK'])
    throw new Error('HASURA_GRAPHQL_AUTH_HOOK is not supported by this engine')
  if (jwt && adminSecret === undefined) {
    throw new Error(
      'Fatal Error : --jwt-secret (HASURA_GRAPHQL_JWT_SECRET) requires --admin-secret (HASURA_GRAPHQL_ADMIN_SECRET)',
    )
  }
  return {
    isAdminSecretSet: adminSecret !== undefined,
    jwtSecret: jwt?.secret,
    close: () => jwt?.keys.close(),
    async authenticate(headers) {
      const variables = sessionVariables(headers)
      if (adminSecret === undefined) return makeSession({ variables, trusted: true })
      const given = ADMIN_SECRET_HEADERS.map((name) => variables[name]).find((value) => value !== undefined)
      if (given !== undefined) return adminSession(given, adminSecret, variables)
      const token = jwt && findToken(headers, jwt.secret.header)
      if (jwt && token !== undefined) return sessionFromToken(token, headers, jwt, deps.clock.now())
      if (unauthorizedRole === undefined) throw jwt ? missingToken() : missingSecret()
      return makeSession({ role: unauthorizedRole, variables, trusted: false })
    },
  }
}

async function openJwt(
  text: string | undefined,
  deps: AuthDeps,
): Promise<{ secret: JwtSecret; keys: KeySource } | undefined> {
  if (!text) return undefined
  const secret = parseJwtSecret(text)
  if (secret.jwk_url !== undefined) return { secret, keys: await openJwks(secret.jwk_url, deps) }
  if (secret.type === undefined || secret.key === undefined) throw new TypeError('the schema demands both')
  const key = staticKey(secret.type, secret.key)
  return { secret, keys: { current: () => [key], close: () => {} } }
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
