import { importJWK, type JWK } from 'jose'
import { z } from 'zod'
import type { Clock } from '../clock/clock.js'
import { jwksLifetimeMs } from './jwks-lifetime.js'
import type { KeySource, VerificationKey } from './verification-key.js'

const FETCH_TIMEOUT_MS = 10_000
const START_ATTEMPTS = 3
const RETRY_MS = 1_000
/** How soon a failed refresh is tried again, and the least time between two. */
const REFRESH_AFTER_FAILURE_MS = 60_000
const SHORTEST_REFRESH_MS = 1_000

const jwksSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) })

export interface JwksDeps {
  fetch: typeof fetch
  clock: Clock
  log: (message: string) => void
}

interface FetchedKeys {
  keys: VerificationKey[]
  lifetimeMs: number | undefined
}

/**
 * Fetches the key set at `url` and keeps it fresh while the engine runs.
 *
 * @throws Error when it cannot be had at the start
 */
export async function openJwks(url: string, deps: JwksDeps): Promise<KeySource> {
  let { keys, lifetimeMs } = await fetchWithRetries(url, deps)
  let cancelRefresh = () => {}
  const refresh = async () => {
    try {
      ;({ keys, lifetimeMs } = await fetchKeys(url, deps))
    } catch (error) {
      deps.log(`The JWKS at ${url} could not be refreshed: ${error instanceof Error ? error.message : error}`)
      lifetimeMs = REFRESH_AFTER_FAILURE_MS
    }
    schedule()
  }
  const schedule = () => {
    if (lifetimeMs === undefined) return
    cancelRefresh = deps.clock.after(Math.max(lifetimeMs, SHORTEST_REFRESH_MS), refresh)
  }
  schedule()
  return { current: () => keys, close: () => cancelRefresh() }
}

async function fetchWithRetries(url: string, deps: JwksDeps): Promise<FetchedKeys> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await fetchKeys(url, deps)
    } catch (error) {
      if (attempt === START_ATTEMPTS) throw new Error(`The JWKS at ${url} cannot be read`, { cause: error })
      await deps.clock.sleep(RETRY_MS)
    }
  }
}

async function fetchKeys(url: string, deps: JwksDeps): Promise<FetchedKeys> {
  const response = await deps.fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) })
  if (!response.ok) throw new Error(`HTTP status ${response.status}`)
  const { keys } = jwksSchema.parse(await response.json())
  const usable = await Promise.all(keys.map(toVerificationKey))
  return {
    keys: usable.filter((key) => key !== undefined),
    lifetimeMs: jwksLifetimeMs(response.headers, deps.clock.now()),
  }
}

/** Keys for encryption or of kinds that Hasura does not know are passed over. */
async function toVerificationKey(jwk: JWK): Promise<VerificationKey | undefined> {
  const algorithms = algorithmsOf(jwk)
  const [algorithm] = algorithms
  if (jwk.use === 'enc' || algorithm === undefined) return undefined
  return { key: await importJWK(jwk, algorithm), algorithms }
}

const EC_ALGORITHMS: Record<string, string> = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' }

function algorithmsOf(jwk: JWK): string[] {
  const possible = possibleAlgorithms(jwk)
  return jwk.alg === undefined ? possible : possible.filter((algorithm) => algorithm === jwk.alg)
}

function possibleAlgorithms(jwk: JWK): string[] {
  if (jwk.kty === 'RSA') return ['RS256', 'RS384', 'RS512']
  if (jwk.kty === 'EC') return [EC_ALGORITHMS[jwk.crv ?? '']].filter((algorithm) => algorithm !== undefined)
  return jwk.kty === 'OKP' && jwk.crv === 'Ed25519' ? ['EdDSA'] : []
}
