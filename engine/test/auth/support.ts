import { generateKeyPairSync } from 'node:crypto'
import { type CryptoKey, type KeyObject, SignJWT } from 'jose'
import { type Auth, openAuth } from '../../src/auth/open-auth.js'
import { HasuraError } from '../../src/errors.js'
import { manualClock } from '../support/manual-clock.js'

export const ADMIN_SECRET = 'the-admin-secret'
export const HS256_KEY = 'k'.repeat(32)
export const NAMESPACE = 'https://hasura.io/jwt/claims'
export const CLAIMS = {
  'x-hasura-allowed-roles': ['user', 'editor'],
  'x-hasura-default-role': 'user',
  'X-Hasura-User-Id': '7',
}
/** The frozen clock of `openTestAuth` stands here. */
export const NOW_SECONDS = Date.parse('2026-01-01T00:00:00Z') / 1000

export function openTestAuth(env: Record<string, string>): Promise<Auth> {
  return openAuth(env, { fetch, clock: manualClock(), log: () => {} })
}

/** An engine with admin secret and the given `HASURA_GRAPHQL_JWT_SECRET`. */
export function openJwtAuth(jwtSecret: object, env: Record<string, string> = {}): Promise<Auth> {
  return openTestAuth({
    HASURA_GRAPHQL_ADMIN_SECRET: ADMIN_SECRET,
    HASURA_GRAPHQL_JWT_SECRET: JSON.stringify(jwtSecret),
    ...env,
  })
}

export function sign(
  payload: Record<string, unknown>,
  key: CryptoKey | KeyObject | Uint8Array = new TextEncoder().encode(HS256_KEY),
  header: { alg: string; kid?: string } = { alg: 'HS256' },
): Promise<string> {
  return new SignJWT(payload).setProtectedHeader(header).sign(key)
}

export const bearer = (token: string, headers: Record<string, string> = {}): Headers =>
  new Headers({ authorization: `Bearer ${token}`, ...headers })

/** What a client would be told. */
export async function refusal(
  work: Promise<unknown>,
): Promise<{ code: string; message: string; status: number }> {
  try {
    await work
  } catch (error) {
    if (error instanceof HasuraError)
      return { code: error.code, message: error.message, status: error.status }
    throw error
  }
  throw new Error('was let in')
}

export function pemPair(kind: 'rsa' | 'ed25519' | 'P-256' | 'P-384' | 'P-521'): {
  privateKey: KeyObject
  pem: string
} {
  const pair =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : kind === 'ed25519'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('ec', { namedCurve: kind })
  return {
    privateKey: pair.privateKey,
    pem: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}
