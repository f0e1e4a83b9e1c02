import { randomBytes } from 'node:crypto'
import { type JwtAlgorithm, jwtAlgorithms } from '../../functions/config/jwt-algorithm.js'
import { createKeyPair, type PairAlgorithm, pairAlgorithms } from './create-key-pair.js'
import { readEndpoint, readOrigin } from './read-address.js'

export type Variables = Record<string, string>

/** What the two sides need: the functions on Vercel, and Hasura. */
export interface Environments {
  functions: Variables
  hasura: Variables
}

interface Wanted {
  algorithm: JwtAlgorithm
  /** The origin that browsers see; issuer of the tokens. */
  authUrl: string
  /** Where Hasura reaches the functions, if an app of somebody's stands at `authUrl`. */
  functionsUrl?: string
  /** Whether Hasura reads the public keys from our JWKS, so that they can be replaced without a gap. */
  jwks: boolean
  /** Where Hasura answers, if that is known already. */
  hasura?: string
}

const audience = 'hasura'

export function randomSecret(bytes = 32): string {
  return randomBytes(bytes).toString('base64url')
}

/**
 * Makes every secret that is ours to make. GitHub's client id and secret come from GitHub.
 *
 * @throws Error about an address that the functions would not take
 */
export function createEnvironment(wanted: Wanted, now: Date): Environments {
  const authUrl = readOrigin('--url', wanted.authUrl)
  const functionsUrl = readOrigin('--functions-url', wanted.functionsUrl ?? authUrl)
  const webhooks = { ACTION_SECRET: randomSecret(), EVENT_SECRET: randomSecret() }
  const jwt = createJwt({ ...wanted, authUrl, functionsUrl }, now)
  const common = { ...webhooks, HASURA_GRAPHQL_JWT_SECRET: jwt.secret }
  const endpoint = wanted.hasura === undefined ? {} : { HASURA_GRAPHQL_ENDPOINT: readEndpoint(wanted.hasura) }
  return {
    functions: { AUTH_URL: authUrl, ...common, AUTH_SECRET: randomSecret(), ...endpoint, ...jwt.privateKeys },
    hasura: {
      FUNCTIONS_URL: functionsUrl,
      ...common,
      HASURA_GRAPHQL_ADMIN_SECRET: randomSecret(),
      HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'anonymous',
      HASURA_GRAPHQL_CORS_DOMAIN: authUrl,
    },
  }
}

interface Jwt {
  secret: string
  privateKeys: Variables
}

function createJwt(
  { algorithm, authUrl, functionsUrl, jwks }: Wanted & { functionsUrl: string },
  now: Date,
): Jwt {
  const agreed = { issuer: authUrl, audience }
  const needs = jwtAlgorithms[algorithm]
  if (needs.kind === 'secret') {
    const key = randomSecret(needs.minimumBytes)
    return { secret: JSON.stringify({ type: algorithm, key, ...agreed }), privateKeys: {} }
  }
  const { privateJwk, publicPem } = createKeyPair(asPair(algorithm), now)
  const secret = jwks
    ? { jwk_url: `${functionsUrl}/.well-known/jwks.json`, ...agreed }
    : { type: algorithm, key: publicPem, ...agreed }
  return {
    secret: JSON.stringify(secret),
    privateKeys: { JWT_PRIVATE_KEYS: JSON.stringify({ keys: [privateJwk] }) },
  }
}

function asPair(algorithm: JwtAlgorithm): PairAlgorithm {
  const found = pairAlgorithms.find((name) => name === algorithm)
  if (!found) throw new TypeError(`${algorithm} has no key pair`)
  return found
}
