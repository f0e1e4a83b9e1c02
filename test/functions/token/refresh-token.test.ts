import { createHmac, randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { deriveKey, keyIdOf } from '../../../functions/seal/key-ring.js'
import { createRefreshTokens, type RefreshTokenParts } from '../../../functions/token/refresh-token.js'
import { secret } from '../../support/test-env.js'

const parts = () => ({ sessionId: randomUUID(), generation: 7 })

describe('createRefreshTokens()', () => {
  test('reads what it minted', () => {
    const tokens = createRefreshTokens([secret()])
    const given = parts()
    expect(tokens.read(tokens.mint(given))).toEqual(given)
  })

  test('mints the same token for the same session and generation', () => {
    const tokens = createRefreshTokens([secret()])
    const given = parts()
    expect(tokens.mint(given)).toBe(tokens.mint(given))
    expect(tokens.mint(given)).not.toBe(tokens.mint({ ...given, generation: 8 }))
  })

  test('S-SESS-01 signs with 256 bits that nobody finds in the token itself', () => {
    const given = parts()
    const signature = createRefreshTokens([secret()]).mint(given).split('.').at(-1) ?? ''
    expect(Buffer.from(signature, 'base64url')).toHaveLength(32)
  })

  test('refuses a token with another session, another generation or of another key', () => {
    const tokens = createRefreshTokens([secret()])
    const given = parts()
    const [version, id, generation, kid, mac] = tokens.mint(given).split('.')
    expect(tokens.read([version, randomUUID(), generation, kid, mac].join('.'))).toBeUndefined()
    expect(tokens.read([version, id, '8', kid, mac].join('.'))).toBeUndefined()
    const [, , , , foreign] = createRefreshTokens([secret()]).mint(given).split('.')
    expect(tokens.read([version, id, generation, kid, foreign].join('.'))).toBeUndefined()
  })

  test('accepts the previous secret and mints with the current one', () => {
    const [previous, current] = [secret(), secret()]
    const given = parts()
    const old = createRefreshTokens([previous]).mint(given)
    const both = createRefreshTokens([current, previous])
    expect(both.read(old)).toEqual(given)
    expect(createRefreshTokens([current]).read(both.mint(given))).toEqual(given)
  })

  test('R-06b cannot tell about a key that it does not know, and refuses one that is retired', () => {
    const [old, current] = [secret(), secret()]
    const token = createRefreshTokens([old]).mint(parts())
    expect(() => createRefreshTokens([current]).read(token)).toThrow(
      expect.objectContaining({ code: 'unknown-key', status: 503 }),
    )
    expect(createRefreshTokens([current], [keyIdOf(old)]).read(token)).toBeUndefined()
  })

  // As version 0.1.0 minted.
  function mintedBefore(secretOfThen: string, { sessionId, generation }: RefreshTokenParts) {
    const content = `v1.${sessionId}.${generation}`
    const mac = createHmac('sha256', deriveKey(secretOfThen, 'refresh-token')).update(content)
    return `${content}.${mac.digest('base64url')}`
  }

  test('R-06a reads what version 0.1.0 minted under any accepted secret', () => {
    const [old, current] = [secret(), secret()]
    const given = parts()
    const token = mintedBefore(old, given)
    expect(createRefreshTokens([current, old]).read(token)).toEqual(given)
    expect(createRefreshTokens([current]).read(token)).toBeUndefined()
    expect(() => createRefreshTokens([current, secret()]).read(token)).toThrow(
      expect.objectContaining({ code: 'unknown-key' }),
    )
  })

  test('R-15c has one spelling: the bits that the last character has to spare are 0', () => {
    const old = secret()
    const tokens = createRefreshTokens([old])
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const given = parts()
    for (const token of [tokens.mint(given), mintedBefore(old, given)]) {
      const read = [...alphabet].filter((last) => tokens.read(token.slice(0, -1) + last) !== undefined)
      expect(read).toEqual([token.at(-1)])
    }
  })

  test.each(['', 'v1', 'v1...', 'v2.x.1.y', `v1.${randomUUID()}.0.${'A'.repeat(43)}`, 'x'.repeat(1_000_000)])(
    'reads nothing from %.20s',
    (junk) => {
      expect(createRefreshTokens([secret()]).read(junk)).toBeUndefined()
    },
  )

  test('reads nothing from a truncated or padded token', () => {
    const tokens = createRefreshTokens([secret()])
    const token = tokens.mint(parts())
    expect(tokens.read(token.slice(0, -1))).toBeUndefined()
    expect(tokens.read(`${token}=`)).toBeUndefined()
    expect(tokens.read(` ${token}`)).toBeUndefined()
    expect(tokens.read(`${token}\n`)).toBeUndefined()
  })
})
