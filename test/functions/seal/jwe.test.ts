import { createCipheriv, createSecretKey, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { CompactEncrypt, compactDecrypt, EncryptJWT, jwtDecrypt } from 'jose'
import { describe, expect, test } from 'vitest'
import { claimedNames, decryptJwe, encryptJwe } from '../../../functions/seal/jwe.js'

const keyBytes = randomBytes(32)
const key = createSecretKey(keyBytes)
const names = { typ: 'state', kid: 'abcdefghij' }
const usual = { alg: 'dir', enc: 'A256GCM', ...names }
const sealed = encryptJwe(names, key, { content: { nonce: 'n' } })
const name = fc.string({ unit: 'grapheme' })
const content = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue())
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const toText = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url')
const partsOf = (text: string) => text.split('.')

/** The same with one part, by its place, made anew. */
function withPart(text: string, place: number, change: (part: string) => string): string {
  return partsOf(text)
    .map((part, index) => (index === place ? change(part) : part))
    .join('.')
}

/** Sealed under the right key, so that nothing but the form can be wrong with it. */
function sealedAs(
  header: string,
  plaintext: string | Uint8Array = '{}',
  ivBytes = 12,
  tagBytes = 16,
): string {
  const text = toText(header)
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(text))
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return [text, '', ...[iv, ciphertext, cipher.getAuthTag()].map(toText)].join('.')
}

describe('encryptJwe()', () => {
  test('S-COOKIE-03 jose opens what it made', async () => {
    await fc.assert(
      fc.asyncProperty(name, name, content, async (typ, kid, given) => {
        const made = encryptJwe({ typ, kid }, key, { content: given, exp: 4_102_444_800 })
        const { payload, protectedHeader } = await jwtDecrypt(made, keyBytes, {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        })
        expect(protectedHeader).toEqual({ ...usual, typ, kid })
        expect(payload).toEqual(asJson({ content: given, exp: 4_102_444_800 }))
      }),
    )
  })

  test('S-COOKIE-03 makes a tag of 128 bits and an IV of 96 that is never the same', () => {
    const made = Array.from({ length: 1000 }, () => partsOf(encryptJwe(names, key, {})))
    expect(new Set(made.map(([, , iv]) => iv)).size).toBe(made.length)
    for (const [, , iv = '', , tag = ''] of made)
      expect([iv, tag].map((part) => Buffer.from(part, 'base64url').length)).toEqual([12, 16])
  })
})

describe('decryptJwe()', () => {
  test('S-COOKIE-03 opens what jose made', async () => {
    await fc.assert(
      fc.asyncProperty(name, name, content, async (typ, kid, given) => {
        const token = new EncryptJWT({ content: given }).setProtectedHeader({ ...usual, typ, kid })
        const made = await token.setExpirationTime(4_102_444_800).encrypt(keyBytes)
        expect(decryptJwe(made, key)).toEqual(asJson({ content: given, exp: 4_102_444_800 }))
        expect(claimedNames(made)).toMatchObject({ typ, kid })
      }),
    )
  })

  test('S-COOKIE-03 opens nothing that jose does not open', async () => {
    const change = fc.record({ place: fc.nat(sealed.length - 1), by: fc.constantFrom(...'Aa0-_.=+/ é') })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 3 }), fc.nat(sealed.length), async (changes, end) => {
        const characters = [...sealed]
        for (const { place, by } of changes) characters[place] = by
        const text = characters.slice(0, end > sealed.length / 2 ? undefined : end).join('')
        if (text === sealed) return
        expect(() => decryptJwe(text, key)).toThrow()
      }),
      { numRuns: 500 },
    )
    await expect(compactDecrypt(sealed, keyBytes)).resolves.toBeDefined()
  })

  test('S-COOKIE-03 refuses it with any bit of any byte changed', () => {
    for (const place of [0, 2, 3, 4]) {
      const bytes = Buffer.from(partsOf(sealed)[place] ?? '', 'base64url')
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const changed = Buffer.from(bytes)
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const text = withPart(sealed, place, () => toText(changed))
        expect(() => decryptJwe(text, key), `part ${place}, bit ${bit}`).toThrow()
      }
    }
  })

  test('S-COOKIE-03 refuses every other spelling of the same bytes', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    for (const place of [0, 2, 3, 4]) {
      const part = partsOf(sealed)[place] ?? ''
      const spellings = [...alphabet].map((last) => part.slice(0, -1) + last)
      for (const other of [...spellings, `${part}=`, `${part}==`, ` ${part}`, `${part}\n`, `${part}A`]) {
        if (other === part) continue
        expect(
          () =>
            decryptJwe(
              withPart(sealed, place, () => other),
              key,
            ),
          other,
        ).toThrow()
      }
    }
  })

  test.each([15, 14, 13, 12, 8, 4])('S-COOKIE-03 refuses a genuine tag of %i bytes', (tagBytes) => {
    expect(() => decryptJwe(sealedAs(JSON.stringify(usual), '{}', 12, tagBytes), key)).toThrow()
    const cut = (tag: string) => toText(Buffer.from(tag, 'base64url').subarray(0, tagBytes))
    expect(() => decryptJwe(withPart(sealed, 4, cut), key)).toThrow()
  })

  test.each([1, 8, 11, 13, 16, 32])('S-COOKIE-03 refuses an IV of %i bytes', (ivBytes) => {
    expect(() => decryptJwe(sealedAs(JSON.stringify(usual), '{}', ivBytes), key)).toThrow()
  })

  const others: Record<string, object> = {
    'another alg': { ...usual, alg: 'A256KW' },
    'alg none': { ...usual, alg: 'none' },
    'another enc': { ...usual, enc: 'A128GCM' },
    'enc of another case': { ...usual, enc: 'a256gcm' },
    compression: { ...usual, zip: 'DEF' },
    'an extension that is critical': { ...usual, crit: ['exp'], exp: 1 },
    'crit without names': { ...usual, crit: [] },
    'a key of its own': { ...usual, jwk: { kty: 'oct', k: '' } },
    'an address of keys': { ...usual, jku: 'https://attacker.example' },
    'a content type': { ...usual, cty: 'JWT' },
    'no typ': { alg: 'dir', enc: 'A256GCM', kid: names.kid },
    'no kid': { alg: 'dir', enc: 'A256GCM', typ: names.typ },
    'a typ that is no text': { ...usual, typ: 1 },
    'a kid that is no text': { ...usual, kid: null },
    'a list': [usual],
  }
  test.each(Object.entries(others))('S-JWT-05 refuses %s, under the right key', (_, header) => {
    expect(() => decryptJwe(sealedAs(JSON.stringify(header)), key)).toThrow()
  })

  const usualText = JSON.stringify(usual)
  const oddTexts: Record<string, string> = {
    'a member twice': usualText.replace('{', '{"alg":"none",'),
    'the same member twice': usualText.replace('{', '{"alg":"dir",'),
    'typ twice': usualText.replace('{', '{"typ":"transaction",'),
    __proto__: usualText.replace('{', '{"__proto__":{},'),
    'white space': usualText.replace(',', ', '),
    'an escape': usualText.replace('state', '\\u0073tate'),
    'a byte order mark': `\uFEFF${usualText}`,
    'no JSON': 'x',
    null: 'null',
    nothing: '',
  }
  test.each(Object.entries(oddTexts))('S-JWT-05 refuses a header with %s, under the right key', (_, text) => {
    expect(() => decryptJwe(sealedAs(text), key)).toThrow()
  })

  test('opens the same header in another order', () => {
    expect(decryptJwe(sealedAs(JSON.stringify({ ...names, enc: 'A256GCM', alg: 'dir' })), key)).toEqual({})
  })

  test('S-COOKIE-03 refuses content that is no JSON or no UTF-8', () => {
    for (const plaintext of ['', 'x', '{', Buffer.from([0x22, 0xff, 0x22])])
      expect(() => decryptJwe(sealedAs(usualText, plaintext), key)).toThrow()
  })

  test('S-COOKIE-03 refuses an encrypted key, and parts more or less', async () => {
    const wrapped = await new CompactEncrypt(Buffer.from('{}'))
      .setProtectedHeader({ ...usual, alg: 'A256KW' })
      .encrypt(keyBytes)
    const texts = [
      wrapped,
      withPart(sealed, 1, () => 'AAAA'),
      `${sealed}.`,
      sealed.replace('..', '.'),
      '....',
    ]
    for (const text of texts) expect(() => decryptJwe(text, key), text).toThrow()
  })

  test('S-COOKIE-03 refuses another key, and is not held up by huge texts', () => {
    expect(() => decryptJwe(sealed, createSecretKey(randomBytes(32)))).toThrow()
    for (const huge of ['A'.repeat(5_000_000), '.'.repeat(1_000_000), `${sealed}${'A'.repeat(5_000_000)}`])
      expect(() => decryptJwe(huge, key)).toThrow()
  })
})

describe('claimedNames()', () => {
  test('reads nothing of what cannot be read', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof claimedNames(text) === 'object'))
    expect(claimedNames('')).toEqual({})
    expect(claimedNames(`${toText('null')}.a`)).toEqual({})
  })
})
