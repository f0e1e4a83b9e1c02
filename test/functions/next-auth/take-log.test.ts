import { describe, expect, test } from 'vitest'
import { takeLog } from '../../../functions/next-auth/take-log.js'
import { clientWorld } from './client-world.js'

const path = '/api/auth/_log'
const canary = 'canary-of-a-page'

describe('takeLog()', () => {
  test.each([
    ['CLIENT_FETCH_ERROR', 'CLIENT_FETCH_ERROR'],
    ['CLIENT_SESSION_ERROR', 'CLIENT_SESSION_ERROR'],
    [canary, 'other'],
    ['CLIENT_FETCH_ERROR","level":"error', 'other'],
  ])(
    'S-WIRE-11 S-LOG-03 writes one line for %s: its code of a closed list, and nothing else of the page',
    async (given, code) => {
      const { world, jar, form } = clientWorld()
      const fields = {
        level: 'error',
        code: given,
        message: canary,
        url: canary,
        error: canary,
        event: canary,
      }
      const response = await jar.visit(takeLog, path, form({ ...fields, requestId: canary, client: 'true' }))
      expect([response.status, await response.text()]).toEqual([200, ''])
      expect(world.log).toHaveLength(1)
      expect(JSON.parse(world.log[0] ?? '')).toEqual({
        time: expect.any(String),
        level: 'warn',
        event: 'client-failed',
        requestId: expect.stringMatching(/^[0-9a-f]{24}$/),
        route: path,
        code,
      })
    },
  )

  test.each([
    ['another site', { origin: 'https://evil.example' }, 'code=CLIENT_FETCH_ERROR', 403],
    ['a body over 16 kB', {}, `code=CLIENT_FETCH_ERROR&message=${canary.repeat(2000)}`, 413],
    ['no code', {}, `message=${canary}`, 400],
    ['JSON', { 'content-type': 'application/json' }, '{}', 415],
  ])('S-WIRE-11 refuses %s, and repeats nothing of it', async (_name, headers, body, status) => {
    const { world, jar, form } = clientWorld()
    const response = await jar.visit(takeLog, path, { ...form({}, headers), body })
    expect(response.status).toBe(status)
    expect(world.log.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ event: 'request-refused', status }),
    ])
    expect(world.log.join()).not.toContain(canary)
  })
})
