import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createRefreshTokens } from '../../../functions/token/refresh-token.js'
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
    const [version, id, generation, mac] = tokens.mint(given).split('.')
    expect(tokens.read([version, randomUUID(), generation, mac].join('.'))).toBeUndefined()
    expect(tokens.read([version, id, '8', mac].join('.'))).toBeUndefined()
    expect(tokens.read(createRefreshTokens([secret()]).mint(given))).toBeUndefined()
  })

  test('accepts the previous secret and mints with the current one', () => {
    const [previous, current] = [secret(), secret()]
    const given = parts()
    const old = createRefreshTokens([previous]).mint(given)
    const both = createRefreshTokens([current, previous])
    expect(both.read(old)).toEqual(given)
    expect(createRefreshTokens([current]).read(both.mint(given))).toEqual(given)
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
