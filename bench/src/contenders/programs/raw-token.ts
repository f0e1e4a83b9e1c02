import { createHmac, type KeyObject, sign, timingSafeEqual, verify } from 'node:crypto'
import { type JwtAlgorithm, jwtAlgorithms } from '../../../../functions/config/jwt-algorithm.js'

/** The least that a token takes: JSON, Base64, and Node's own cryptography, nothing checked of what it says. */
interface RawTokens {
  mint(payload: object): string
  read(token: string): unknown
}

interface Keys {
  signing: KeyObject
  verifying: KeyObject
}

/** @see RFC 7515 section 5; RFC 7518 section 3 */
export function createRawTokens(algorithm: JwtAlgorithm, keys: Keys): RawTokens {
  const { seal, isGenuine } = signatures(algorithm, keys)
  return {
    mint(payload) {
      const content = `${encode({ alg: algorithm, typ: 'JWT' })}.${encode(payload)}`
      return `${content}.${seal(Buffer.from(content)).toString('base64url')}`
    },
    read(token) {
      const end = token.lastIndexOf('.')
      const [content, signature] = [token.slice(0, end), Buffer.from(token.slice(end + 1), 'base64url')]
      if (!isGenuine(Buffer.from(content), signature)) throw new Error('not genuine')
      const [header = '', payload = ''] = content.split('.')
      return [decode(header), decode(payload)]
    },
  }
}

function signatures(algorithm: JwtAlgorithm, { signing, verifying }: Keys) {
  const digest = `sha${algorithm.slice(2)}`
  if (jwtAlgorithms[algorithm].kind === 'secret') {
    const seal = (content: Buffer) => createHmac(digest, signing).update(content).digest()
    return { seal, isGenuine: (content: Buffer, mac: Buffer) => timingSafeEqual(seal(content), mac) }
  }
  const [key, publicKey] = [signing, verifying].map((one) => ({
    key: one,
    dsaEncoding: 'ieee-p1363' as const,
  }))
  if (!key || !publicKey) throw new TypeError('a key is missing')
  return {
    seal: (content: Buffer) => sign(digest, content, key),
    isGenuine: (content: Buffer, signature: Buffer) => verify(digest, content, publicKey, signature),
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function decode(text: string): unknown {
  return JSON.parse(Buffer.from(text, 'base64url').toString())
}
