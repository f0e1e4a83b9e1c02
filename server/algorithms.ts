const hmac = (bits: number) => ({
  kind: 'oct',
  minimumBytes: bits / 8,
  params: { name: 'HMAC', hash: `SHA-${bits}` },
})
const rsa = (bits: number) => ({ kind: 'RSA', params: { name: 'RSASSA-PKCS1-v1_5', hash: `SHA-${bits}` } })
const ecdsa = (bits: number, curve: string) => ({
  kind: 'EC',
  params: { name: 'ECDSA', namedCurve: curve, hash: `SHA-${bits}` },
})

interface Algorithm {
  /** The `kty` of its keys. */
  kind: string
  /** The shortest secret that is one. */
  minimumBytes?: number
  /** What WebCrypto calls it, for importing a key and for verifying. */
  params: { name: string; hash: string; namedCurve?: string }
}

/**
 * The algorithms that an access token may be signed with. None of another name exists, `none` least of all.
 *
 * @see RFC 7518 sections 3.2 to 3.4
 */
const algorithms: ReadonlyMap<string, Algorithm> = new Map<string, Algorithm>([
  ['HS256', hmac(256)],
  ['HS384', hmac(384)],
  ['HS512', hmac(512)],
  ['RS256', rsa(256)],
  ['RS384', rsa(384)],
  ['RS512', rsa(512)],
  ['ES256', ecdsa(256, 'P-256')],
  ['ES384', ecdsa(384, 'P-384')],
  ['ES512', ecdsa(512, 'P-521')],
])

export function findAlgorithm(name: unknown): Algorithm | undefined {
  return typeof name === 'string' ? algorithms.get(name) : undefined
}
