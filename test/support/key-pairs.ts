import { generateKeyPairSync, type KeyObject } from 'node:crypto'

interface PemPair {
  privatePem: string
  publicPem: string
  privateKey: KeyObject
}

const curves = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' }

/** A new key pair for an algorithm, in PEM. */
export function keyPair(algorithm: string, modulusLength = 2048): PemPair {
  const namedCurve = Object.entries(curves).find(([name]) => name === algorithm)?.[1]
  const { privateKey, publicKey } = namedCurve
    ? generateKeyPairSync('ec', { namedCurve })
    : generateKeyPairSync('rsa', { modulusLength })
  return {
    privateKey,
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}
