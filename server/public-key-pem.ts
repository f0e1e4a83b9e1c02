import { decodeBase64 } from './base64.js'
import { type DerElement, derElement, readDer } from './der.js'

const pem = /^-----BEGIN ([A-Z ]+)-----([\s\S]+?)-----END \1-----\s*$/
// AlgorithmIdentifier of rsaEncryption: its object identifier and NULL (RFC 8017 appendix C).
const rsaEncryption = Uint8Array.of(0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0)
const versionTag = 0xa0

/**
 * The SubjectPublicKeyInfo of a key in PEM, in each of the forms that Hasura takes: the key itself, an RSA key of PKCS #1,
 * or a certificate, of which nothing else is looked at.
 *
 * @throws TypeError for every other text
 */
export function publicKeyOf(text: string): Uint8Array<ArrayBuffer> {
  const [, label = '', body = ''] = pem.exec(text.trimStart()) ?? []
  const der = decodeBase64(body.replace(/\s/g, ''))
  const found = der && der.length > 0 && readers.get(label)?.(der)
  if (!found) throw new TypeError('the key is neither a public key nor a certificate in PEM')
  return found
}

type Reader = (der: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | undefined

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['PUBLIC KEY', (der) => der],
  ['RSA PUBLIC KEY', (der) => derElement(0x30, rsaEncryption, derElement(3, Uint8Array.of(0), der))],
  ['CERTIFICATE', keyOfCertificate],
])

/** @see RFC 5280 section 4.1: the key is the sixth part of what is signed, after a version that may be left out */
function keyOfCertificate(der: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  const [certificate] = readDer(der)
  const [signed] = certificate ? readDer(certificate.content) : []
  const parts: DerElement[] = signed ? readDer(signed.content) : []
  return parts[parts[0]?.tag === versionTag ? 6 : 5]?.whole
}
