import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import * as z from 'zod'
import { jsonProblem, parseJson } from './json.js'
import { type JwtAlgorithm, jwtAlgorithms, keyMismatch, usualAlgorithm } from './jwt-algorithm.js'

/** A private key with the algorithm that it signs with, if it names one, and the name that verifiers know it by. */
export interface PrivateKey {
  key: KeyObject
  kid: string
  algorithm: JwtAlgorithm
}

const jwkShape = z.looseObject({ kty: z.enum(['RSA', 'EC']), d: z.string(), alg: z.string().optional() })
const pemBeginning = /-----BEGIN [A-Z ]*PRIVATE KEY-----/g
const pemBlock = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----/g

/**
 * `JWT_PRIVATE_KEYS`: PEM blocks one after the other, or JWKs (one, a list, or a set). The first one signs; the public
 * parts of all of them are published, so that a key can be replaced without a token being refused.
 */
export const privateKeysShape = z.string().transform((value, context): PrivateKey[] => {
  const problem = (message: string) => {
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }
  const isPem = value.trimStart().startsWith('-----')
  const unclear = isPem || parseJson(value) === undefined ? undefined : jsonProblem(value)
  if (unclear !== undefined) return problem(unclear)
  try {
    const keys = isPem ? readPems(value) : readJwks(value)
    if (isPem && keys.length !== value.match(pemBeginning)?.length && keys.length > 0)
      return problem('has a private key in PEM that is cut off: each needs its BEGIN and its END line')
    if (keys.length === 0) return problem('holds no private key')
    const weak = keys.map(({ key, algorithm }) => keyMismatch(key, algorithm)).find(Boolean)
    return weak === undefined ? keys : problem(weak)
  } catch {
    return problem('is neither PEM nor JWK, or a key in it cannot be read')
  }
})

function readPems(value: string): PrivateKey[] {
  // A variable on one line is often written with \n for line ends.
  const blocks = value.replaceAll('\\n', '\n').match(pemBlock) ?? []
  return blocks.map((pem) => describeKey(createPrivateKey(pem)))
}

function readJwks(value: string): PrivateKey[] {
  const parsed = parseJson(value)
  const set = z.object({ keys: z.array(jwkShape) }).safeParse(parsed)
  const keys = set.success ? set.data.keys : z.array(jwkShape).parse([parsed].flat())
  return keys.map((key) => describeKey(createPrivateKey({ key, format: 'jwk' }), key.alg))
}

function describeKey(key: KeyObject, named?: string): PrivateKey {
  const algorithm = Object.keys(jwtAlgorithms).find((name): name is JwtAlgorithm => name === named)
  const chosen = algorithm ?? (named === undefined ? usualAlgorithm(key) : undefined)
  if (!chosen) throw new TypeError('no algorithm for this key')
  return { key, kid: thumbprint(key), algorithm: chosen }
}

/** A name that depends on the public key alone (RFC 7638 section 3). */
function thumbprint(key: KeyObject): string {
  const { crv, e, kty, n, x, y } = createPublicKey(key).export({ format: 'jwk' })
  // The members in this order and nothing else are what the RFC hashes; JSON leaves out what is undefined.
  const members = kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y }
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url')
}
