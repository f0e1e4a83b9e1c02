import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../engine/src/index.js'
import { openTestDatabase } from '../../engine/test/support/test-database.js'

const folder = new URL('../../hasura/migrations/default/', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8')
const tables = read('1795000000000_create_auth_tables/up.sql')
const up = read('1795840000011_count_readings/up.sql')
const down = read('1795840000011_count_readings/down.sql')

let database: Database

beforeEach(async () => {
  database = await openTestDatabase()
  await database.exec(tables)
})

afterEach(() => database.close())

async function rows(query: string): Promise<unknown[]> {
  return (await database.query<{ row: unknown }>(query)).rows.map(({ row }) => row)
}

const counters = 'select array_to_json(array[ticket, wanted, shown])::text as row from users order by id'

describe('the counters of readings', () => {
  test('R-05f begin with what the times said', async () => {
    const insert =
      'insert into users (id, login, avatar_url, last_signed_in_at, synced_at, sync_requested_at)'
    await database.exec(`${insert} values
      ('1', 'never', 'x', '2026-03-01', null, null), ('2', 'shown', 'x', '2026-03-01', '2026-03-02', null),
      ('3', 'asked', 'x', '2026-03-01', '2026-03-02', '2026-03-03'), ('4', 'again', 'x', '2026-03-04', '2026-03-02', null)`)
    const awaits = 'select awaits_sync::text as row from users order by id'
    const before = await rows(awaits)
    await database.exec(up)
    expect(await rows(counters)).toEqual(['[0,1,0]', '[1,1,1]', '[1,2,1]', '[1,2,1]'])
    expect(await rows(awaits)).toEqual(before)
    await database.exec(down)
    expect(await rows(awaits)).toEqual(before)
  })

  test('R-05f want a reading that begins after whatever happened', async () => {
    await database.exec(up)
    await database.exec("insert into users (id, login, avatar_url) values ('1', 'ada', 'x')")
    expect(await rows(counters)).toEqual(['[0,1,0]'])
    await database.exec('update users set ticket = ticket + 1')
    await database.exec('update users set last_signed_in_at = now()')
    expect(await rows(counters)).toEqual(['[1,2,0]'])
    await database.exec('update users set shown = 1')
    expect(await rows('select awaits_sync::text as row from users')).toEqual(['true'])
    await database.exec('update users set ticket = ticket + 1')
    await database.exec('update users set shown = 2')
    expect(await rows('select awaits_sync::text as row from users')).toEqual(['false'])
    await database.exec('update users set sync_requested_at = now()')
    expect(await rows(counters)).toEqual(['[2,3,2]'])
  })

  test('R-05f show no reading that has not begun', async () => {
    await database.exec(up)
    await database.exec("insert into users (id, login, avatar_url) values ('1', 'ada', 'x')")
    await expect(database.exec('update users set shown = 1')).rejects.toThrow('users_shown_has_begun')
  })
})

test('R-05c a loss of access is written down once, and again after a sign-in', async () => {
  await database.exec(up)
  await database.exec("insert into users (id, login, avatar_url) values ('1', 'ada', 'x')")
  const lose = `update users set access_lost = 'grant-revoked'`
  await database.exec(`${lose}; ${lose};`)
  const logged = `select detail ->> 'reason' as row from auth_log where event = 'access-lost'`
  expect(await rows(logged)).toEqual(['grant-revoked'])
  await database.exec(`update users set last_signed_in_at = now(); ${lose};`)
  expect(await rows(logged)).toEqual(['grant-revoked', 'grant-revoked'])
})
