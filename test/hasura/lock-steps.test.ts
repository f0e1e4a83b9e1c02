import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { repository } from '../../dev/repository.js'
import { count } from '../../dev/stack/count.js'
import type { Database } from '../../engine/src/index.js'
import { openTestDatabase } from '../../engine/test/support/test-database.js'
import { behindLock, inLockStep } from '../support/lock-step.js'
import {
  abandon,
  crowdedPerson,
  disable,
  newer,
  older,
  oldestInUse,
  open,
  races,
  refresh,
} from '../support/racing-operations.js'

const folder = `${repository}/hasura/migrations/default`
let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
  for (const name of readdirSync(folder).sort()) {
    await database.exec(readFileSync(`${folder}/${name}/up.sql`, 'utf8'))
  }
})

beforeEach(() => database.exec(crowdedPerson))

afterAll(() => database.close())

test.each(races)('R-14 R-14a %s never deadlocks, wherever one of them pauses', async (_name, one, other) => {
  for (const [first, second] of [
    [one, other],
    [other, one],
  ] as const)
    for (let pauseAfter = 1; pauseAfter <= first.length; pauseAfter += 1) {
      await database.exec(crowdedPerson)
      const { errors } = await inLockStep(database, { first, pauseAfter, second })
      expect([pauseAfter, errors.filter((error) => error.includes('deadlock'))]).toEqual([pauseAfter, []])
    }
})

test.each(races)(
  'R-14 R-14a %s never deadlocks, whichever session keeps one of them in the middle of a statement',
  async (_name, one, other) => {
    for (const [first, second] of [
      [one, other],
      [other, one],
    ] as const)
      for (const id of [older, newer, oldestInUse]) {
        await database.exec(crowdedPerson)
        const lock = `select 1 from sessions where id = '${id}' for update`
        const errors = await behindLock(database, { lock, first, second })
        expect([id, errors.filter((error) => error.includes('deadlock'))]).toEqual([id, []])
      }
  },
)

describe('while the row of a person is locked by a sign-in that is not committed', () => {
  test('R-14 a log row of the same person is written beside it', async () => {
    const second = ["insert into auth_log (user_id, event) values ('1001', 'signed-in');"]
    const { secondWaited, errors } = await inLockStep(database, {
      first: [open(crypto.randomUUID(), 99)],
      pauseAfter: 1,
      second,
    })
    expect([secondWaited, errors]).toEqual([false, []])
  })
})

test('R-14 S-CLAIM-08 disabling waits for a session that is being opened, and ends it', async () => {
  // With others there it would wait for one that gives way.
  await database.exec('delete from sessions')
  const opening = { first: [open(crypto.randomUUID(), 99)], pauseAfter: 1, second: disable }
  expect(await inLockStep(database, opening)).toEqual({ secondWaited: true, errors: [] })
  expect(await count(database, 'sessions')).toBe(0)
})

describe('a refresh', () => {
  test.each([
    ['the person', "select 1 from users where id = '1001' for no key update"],
    ['the person, who is about to be deleted,', "select 1 from users where id = '1001' for update"],
    ['the session that it replaces', `select 1 from sessions where id = '${older}' for update`],
    ['the session that it pushes out', `select 1 from sessions where id = '${oldestInUse}' for update`],
  ])('R-14 waits for no lock but that of its session, while %s is locked', async (_name, lock) => {
    const { secondWaited, errors } = await inLockStep(database, {
      first: [lock],
      pauseAfter: 1,
      second: refresh,
    })
    expect([secondWaited, errors]).toEqual([false, []])
    expect(await count(database, 'sessions', `id = '${newer}' and presented = 1`)).toBe(1)
  })
})

describe('a sign-in that is given up while it is written', () => {
  const opening = open(crypto.randomUUID(), 99)
  const [, id = ''] = /values \('([^']+)'/.exec(opening) ?? []
  const givingUp = abandon.map((statement) => statement.replace(newer, id))

  test('R-04a leaves no session when the giving up comes between insert and commit', async () => {
    const outcome = await inLockStep(database, { first: [opening], pauseAfter: 1, second: givingUp })
    expect(outcome).toEqual({ secondWaited: true, errors: [] })
    expect(await count(database, 'sessions', `id = '${id}'`)).toBe(0)
  })

  test('R-04a leaves no session when the insert comes before the giving up is committed', async () => {
    const outcome = await inLockStep(database, { first: givingUp, pauseAfter: 1, second: [opening] })
    expect(outcome).toEqual({
      secondWaited: true,
      errors: [expect.stringContaining('the sign-in was abandoned')],
    })
    expect(await count(database, 'sessions', `id = '${id}'`)).toBe(0)
  })
})
