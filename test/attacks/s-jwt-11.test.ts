import { randomBytes, randomUUID } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { expect, test } from 'vitest'
import { callAction } from '../support/call-webhook.js'
import { fakeWorld } from '../support/fake-world.js'

const world = fakeWorld()
const key = randomBytes(32)
const mac = () => randomBytes(32).toString('base64url')
const genuine = world.deps.refreshTokens.mint({ sessionId: randomUUID(), generation: 1 })

const badTokens = [
  '',
  ' ',
  '%',
  '.',
  '..',
  '....',
  'null',
  'undefined',
  'Bearer x',
  `v1.${randomUUID()}.1.${mac()}`,
  `v1.${randomUUID()}.0.${mac()}`,
  `v2.${randomUUID()}.1.${mac()}`,
  `v1.${randomUUID()}.1.${mac().slice(1)}`,
  `v1.${randomUUID().toUpperCase()}.1.${mac()}`,
  genuine.slice(0, -1),
  `${genuine}=`,
  ` ${genuine}`,
  genuine.replace('.1.', '.2.'),
  jwt.sign({ sub: '1001' }, key),
  jwt.sign({ sub: '1001' }, key, { algorithm: 'HS512' }),
  `${'é'.repeat(40)}`,
]

test('S-JWT-11 every refresh token that is not good is answered with the same bytes', async () => {
  const answers = await Promise.all(
    badTokens.map(async (refreshToken) => {
      const response = await callAction(world, 'refreshSession', { input: { refreshToken } })
      return [response.status, response.headers.get('www-authenticate'), await response.text()].join(' ')
    }),
  )
  expect(new Set(answers)).toEqual(
    new Set([
      '401 Bearer {"message":"The session is over. Please sign in again.","extensions":{"code":"invalid-refresh-token"}}',
    ]),
  )
  expect(world.calls).toEqual([])
})
