import { findAlgorithm } from './algorithms.js'
import { type JwtSecret, readAgreed, readJwtSecret } from './jwt-secret.js'
import { createKeySet } from './key-set.js'
import type { SessionReaderOptions } from './options.js'
import { createRemoteKeySet } from './remote-key-set.js'
import { trustedUrl } from './trusted-url.js'
import { type FindKey, importKey } from './verifying-key.js'

/** What a reader works with. */
export interface ReaderConfig extends Omit<JwtSecret, 'key'> {
  cookiePrefix: '__Host-' | ''
  clock: () => Date
  findKey: FindKey
}

/** @throws TypeError naming what is wrong */
export function readOptions(options: SessionReaderOptions): ReaderConfig {
  const { key, ...agreed } = secretOf(options)
  const { authUrl, clock = () => new Date(), fetch = (...args) => globalThis.fetch(...args) } = options
  const isHttp = authUrl !== undefined && trustedUrl('authUrl', authUrl).protocol === 'http:'
  return {
    ...agreed,
    clock,
    cookiePrefix: isHttp ? '' : '__Host-',
    findKey: keyFinder(key, { fetch, clock }),
  }
}

function secretOf(options: SessionReaderOptions): JwtSecret {
  const given = ['jwtSecret', 'jwksUrl', 'keys'].filter((name) => Object.hasOwn(options, name))
  if (given.length !== 1)
    throw new TypeError('exactly one of jwtSecret, jwksUrl and keys says where the key is')
  if ('jwtSecret' in options) {
    // Two places could say two things.
    const twice = ['issuer', 'audience', 'claimsNamespace', 'claimsFormat'].find((name) => name in options)
    if (twice !== undefined) throw new TypeError(`${twice} stands in jwtSecret`)
    return readJwtSecret(options.jwtSecret)
  }
  const key = 'keys' in options ? { set: options.keys } : { url: options.jwksUrl }
  const { issuer, audience, claimsNamespace, claimsFormat } = options
  return { key, ...readAgreed({ issuer, audience, claimsNamespace, claimsFormat }) }
}

type Surroundings = Required<Pick<SessionReaderOptions, 'fetch' | 'clock'>>

function keyFinder(key: JwtSecret['key'], { fetch, clock }: Surroundings): FindKey {
  if ('set' in key) return createKeySet(key.set)
  if ('url' in key) return createRemoteKeySet({ url: trustedUrl('jwk_url', key.url).href, fetch, clock })
  const { type, text } = key
  if (!findAlgorithm(type)) throw new TypeError('type is no algorithm of access tokens')
  let imported: ReturnType<typeof importKey> | undefined
  // There is one key, whatever a token calls it.
  return () => {
    imported ??= importKey(type, text)
    return imported
  }
}
