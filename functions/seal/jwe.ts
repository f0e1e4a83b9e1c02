import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'
import * as z from 'zod'

// RFC 7518 section 5.3: AES-GCM has an IV of 96 bits and a tag of 128, and a shorter tag is easier to guess.
const cipherName = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16

/** Names what a sealed thing is for, and the key that sealed it. */
interface JweNames {
  typ: string
  kid: string
}

/**
 * Encrypts as JWE in compact form: `dir`, A256GCM, no compression.
 *
 * @param key 256 bits
 * @see RFC 7516 section 5.1
 */
export function encryptJwe({ typ, kid }: JweNames, key: KeyObject, content: unknown): string {
  const header = toText(Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM', typ, kid })))
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv(cipherName, key, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(header))
  const sealed = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()])
  return [header, '', toText(iv), toText(sealed), toText(cipher.getAuthTag())].join('.')
}

/**
 * Decrypts what {@link encryptJwe} made, or another maker in the same form and no other: algorithms, the members of the
 * header and the lengths of IV and tag are fixed, whatever the text says of itself.
 *
 * @throws Error for every other text
 * @see RFC 7516 section 5.2; RFC 8725 sections 3.1 and 3.2
 */
export function decryptJwe(sealed: string, key: KeyObject): unknown {
  const [header = '', encryptedKey, iv = '', ciphertext = '', tag = '', ...more] = sealed.split('.')
  if (encryptedKey !== '' || more.length > 0) throw new TypeError('not five parts without a key')
  if (!isOurHeader(readText(header))) throw new TypeError('another header')
  const ivAsBytes = toBytes(iv)
  if (ivAsBytes.length !== ivBytes) throw new TypeError('an IV of another length')
  // With its length said, setAuthTag() refuses a tag of another one.
  const decipher = createDecipheriv(cipherName, key, ivAsBytes, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(header)).setAuthTag(toBytes(tag))
  const content = Buffer.concat([decipher.update(toBytes(ciphertext)), decipher.final()])
  return JSON.parse(strictUtf8.decode(content))
}

/** What a sealed thing says of itself, which nobody has verified; nothing where it cannot be read. */
export function claimedNames(sealed: string): Partial<Record<keyof JweNames, unknown>> {
  try {
    return { ...JSON.parse(readText(sealed.split('.', 1)[0] ?? '')) }
  } catch {
    return {}
  }
}

const headerShape = z.strictObject({
  alg: z.literal('dir'),
  enc: z.literal('A256GCM'),
  typ: z.string(),
  kid: z.string(),
})

/** Written anew it is the same text, so that no member stands there twice. */
function isOurHeader(text: string): boolean {
  const header: unknown = JSON.parse(text)
  return headerShape.safeParse(header).success && JSON.stringify(header) === text
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function readText(part: string): string {
  return strictUtf8.decode(toBytes(part))
}

function toText(bytes: Buffer): string {
  return bytes.toString('base64url')
}

/** Bytes have one spelling: Node passes over foreign characters and bits that stand for nothing (RFC 4648 section 3.5). */
function toBytes(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url')
  if (toText(bytes) !== text) throw new TypeError('not base64url')
  return bytes
}
