import type { JsonObject } from './json.js'

interface CommonOptions {
  /** Where the functions are, as in their `AUTH_URL`: cookies are called `__Host-…` unless it is http on this machine. */
  authUrl?: string
  /** The time, for tests. */
  clock?: () => Date
  /** Fetches a JWKS. */
  fetch?: typeof globalThis.fetch
}

interface SecretOptions extends CommonOptions {
  /** `HASURA_GRAPHQL_JWT_SECRET` as it stands. */
  jwtSecret: string
}

/** What that JSON says besides the key. */
interface AgreedOptions extends CommonOptions {
  issuer: string
  audience: string
  /** Without it, Hasura's own. */
  claimsNamespace?: string
  claimsFormat?: 'json' | 'stringified_json'
}

interface UrlOptions extends AgreedOptions {
  /** The address of the functions' JWKS. */
  jwksUrl: string
}

interface KeysOptions extends AgreedOptions {
  /** A JWKS that was had in another way. */
  keys: JsonObject
}

/** By what access tokens are verified: one of `jwtSecret`, `jwksUrl` and `keys`. */
export type SessionReaderOptions = SecretOptions | UrlOptions | KeysOptions
