import { describe, expect, test } from 'vitest'
import { makeSession } from '../../../src/auth/make-session.js'
import type { Database } from '../../../src/database/database.js'
import { Limiter } from '../../../src/execute/limits/limiter.js'
import { apiLimits } from '../../../src/metadata/schemas/api-limits.js'
import { manualClock } from '../../support/manual-clock.js'

const ADDRESS = '192.0.2.1'

function sessionOf(role: string, user = '1') {
  const variables = { 'x-hasura-role': role, 'x-hasura-user-id': user }
  return makeSession({ variables, trusted: true })
}

function limitsOf(rate: unknown) {
  return apiLimits.parse({ rate_limit: rate })
}

const refused = { code: 'rate-limit-exceeded', status: 429 }

describe('admit()', () => {
  test('lets a role ask so often within any minute', async () => {
    const clock = manualClock()
    const limiter = new Limiter(clock)
    const limits = limitsOf({ global: { max_reqs_per_min: 2 } })
    const ask = () => limiter.admit(sessionOf('user'), ADDRESS, limits)
    ask()
    await clock.advance(40_000)
    ask()
    expect(ask).toThrow(expect.objectContaining(refused))
    await clock.advance(19_999)
    expect(ask).toThrow('rate limit of 2 requests per minute exceeded')
    await clock.advance(1)
    ask()
    expect(ask).toThrow(expect.objectContaining(refused))
    // What was asked after 40 seconds counts for 60.
    await clock.advance(40_000)
    ask()
    expect(ask).toThrow(expect.objectContaining(refused))
  })

  test('counts each role by itself, and an admin not at all', () => {
    const limiter = new Limiter(manualClock())
    const limits = limitsOf({ global: { max_reqs_per_min: 1 }, per_role: { clerk: { max_reqs_per_min: 0 } } })
    const ask = (role: string) => () => limiter.admit(sessionOf(role), ADDRESS, limits)
    ask('user')()
    ask('anonymous')()
    expect(ask('user')).toThrow(expect.objectContaining(refused))
    expect(ask('clerk')).toThrow(expect.objectContaining(refused))
    for (let count = 0; count < 5; count += 1) ask('admin')()
  })

  test('counts each address, or each value of session variables, by itself', () => {
    const limiter = new Limiter(manualClock())
    const byAddress = limitsOf({ global: { max_reqs_per_min: 1, unique_params: 'ip' } })
    const fromAddress = (address: string) => () => limiter.admit(sessionOf('user'), address, byAddress)
    fromAddress(ADDRESS)()
    fromAddress('192.0.2.2')()
    expect(fromAddress(ADDRESS)).toThrow(expect.objectContaining(refused))
    const byUser = limitsOf({ global: { max_reqs_per_min: 1, unique_params: ['X-Hasura-User-Id'] } })
    const ofUser = (user: string) => () => limiter.admit(sessionOf('user', user), ADDRESS, byUser)
    ofUser('1')()
    ofUser('2')()
    expect(ofUser('1')).toThrow(expect.objectContaining(refused))
  })

  test('holds a role that is named like a method of objects to the global value', () => {
    const limiter = new Limiter(manualClock())
    const limits = limitsOf({ global: { max_reqs_per_min: 0 } })
    const ask = () => limiter.admit(sessionOf('constructor'), ADDRESS, limits)
    expect(ask).toThrow(expect.objectContaining(refused))
  })

  test('does nothing while limits are disabled', () => {
    const limiter = new Limiter(manualClock())
    const limits = apiLimits.parse({ disabled: true, rate_limit: { global: { max_reqs_per_min: 0 } } })
    limiter.admit(sessionOf('user'), ADDRESS, limits)
  })
})

describe('inTime()', () => {
  test('answers so even when the work left no timer the time to fire', async () => {
    let now = 0
    const clock = { now: () => new Date(now), after: () => () => {}, sleep: async () => {} }
    const work = async () => {
      now = 1000
    }
    const database = {} as Database // Nothing of it is used.
    const answer = new Limiter(clock).inTime(1, database, work)
    await expect(answer).rejects.toMatchObject({ code: 'time-limit-exceeded' })
  })

  test('answers when the time is over, and no transaction commits after that', async () => {
    const clock = manualClock()
    const outcomes: string[] = []
    const database = {
      transaction: async (inside: (tx: unknown) => Promise<unknown>) => {
        await inside({}).then(
          () => outcomes.push('committed'),
          () => outcomes.push('rolled back'),
        )
      },
    } as unknown as Database // Nothing else of it is used.
    let finish = () => {}
    const waiting = new Promise<void>((resolve) => {
      finish = resolve
    })
    const work = new Limiter(clock).inTime(2, database, (limited) => limited.transaction(() => waiting))
    await clock.advance(1999)
    expect(clock.waiting()).toBe(1)
    const refusal = expect(work).rejects.toMatchObject({
      code: 'time-limit-exceeded',
      message: 'time limit of 2 s exceeded',
    })
    await clock.advance(1)
    await refusal
    finish()
    await expect.poll(() => outcomes).toEqual(['rolled back'])
  })

  test('leaves no timer behind when the work is done first', async () => {
    const clock = manualClock()
    const done = await new Limiter(clock).inTime(2, {} as Database, async () => 'done') // It is not used.
    expect([done, clock.waiting()]).toEqual(['done', 0])
  })
})
