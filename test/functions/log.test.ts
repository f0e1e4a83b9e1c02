import { describe, expect, test } from 'vitest'
import { createLog } from '../../functions/log.js'

function testLog(secrets: string[] = []) {
  const lines: string[] = []
  const now = () => new Date('2026-03-01T12:00:00Z')
  return { lines, log: createLog({ write: (line) => lines.push(line), now, secrets }) }
}

describe('createLog()', () => {
  test('S-LOG-02 writes time, level, event and shared fields', () => {
    const { log, lines } = testLog()
    log.with({ requestId: 'r1' }).info('signed-in', { userId: '1' })
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      time: '2026-03-01T12:00:00.000Z',
      level: 'info',
      event: 'signed-in',
      requestId: 'r1',
      userId: '1',
    })
  })

  test('S-LOG-03 keeps one entry on one line, whatever a field holds', () => {
    const { log, lines } = testLog()
    log.warn('request-refused', { reason: 'agent\n{"level":"error","event":"forged"}\u2028\r' })
    expect(lines).toHaveLength(1)
    expect(lines[0]).not.toMatch(/[\n\r]/)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn' })
  })

  test('S-LOG-03 lets no field stand in for time, level or event', () => {
    const { log, lines } = testLog()
    log.with({ level: 'info' }).warn('request-refused', { event: 'signed-in', time: 'never' })
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      time: '2026-03-01T12:00:00.000Z',
      level: 'warn',
      event: 'request-refused',
    })
  })

  test.each([
    'gho_16C7e42F292c6912E7710c838347Ae178B4a',
    'ghu_16C7e42F292c6912E7710c838347Ae178B4a',
    'ghr_16C7e42F292c6912E7710c838347Ae178B4a',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-def_123',
    'eyJhbGciOiJkaXIifQ..aaaa.bbbb.cccc',
    'v1.0b8f2c1e-0d0c-4a4e-9b6c-0123456789ab.3.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  ])('S-LOG-01 leaves out what looks like a token: %.20s', (token) => {
    const { log, lines } = testLog()
    log.error('request-failed', { reason: `before ${token} after` })
    expect(JSON.parse(lines[0] ?? '').reason).toBe('before [redacted] after')
  })

  test('S-LOG-01 leaves out the secrets of the configuration', () => {
    const { log, lines } = testLog(['client-secret-canary'])
    log.error('request-failed', { reason: 'https://x/?client_secret=client-secret-canary' })
    expect(lines[0]).not.toContain('client-secret-canary')
  })
})
