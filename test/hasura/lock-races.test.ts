import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { repository } from '../../dev/repository.js'
import type { Database } from '../../engine/src/index.js'
import { openTestDatabase } from '../../engine/test/support/test-database.js'

// Embedded, the two sides of a race take turns; on the server of TEST_DATABASE_URL they meet.
const rounds = 60
const folder = `${repository}/hasura/migrations/default`
const older = '0f8fad5b-d9cb-469f-a165-000000000001'
const newer = '0f8fad5b-d9cb-469f-a165-000000000002'
let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
  for (const name of readdirSync(folder).sort()) {
    await database.exec(readFileSync(`${folder}/${name}/up.sql`, 'utf8'))
  }
})

afterAll(() => database.close())

const open = (id: string, minute: number, replaces = 'null') => `
  insert into sessions (id, user_id, client, created_at, idle_expires_at, expires_at, replaces, replaces_generation)
  values ('${id}', '1001', 'browser', timestamptz '2026-03-01' + interval '${minute} minutes', '2036-04-01', '2036-08-01', ${replaces}, 1);`
const asService = `select set_config('hasura.user', '{"x-hasura-role": "auth_service"}', true);`
const lockPerson = "update users set sessions_ended_at = now() where id = '1001';"
const end = (reason: string, where: string) =>
  `${asService} ${lockPerson} update sessions set end_reason = '${reason}' where ${where}; delete from sessions where ${where};`
const refresh = `update sessions set presented = 1, last_used_at = now() where id = '${newer}';`
const signIn = `update users set last_signed_in_at = now() where id = '1001'; ${open(crypto.randomUUID(), 99)}`

/** Ten sessions that nobody used, so that one more pushes out the oldest. */
const crowd = Array.from({ length: 8 }, (_, index) => open(crypto.randomUUID(), 10 + index)).join('')

const races: [string, string, string][] = [
  [
    'a sign-in that displaces × reuse of what it displaces',
    signIn,
    end('refresh-token-reused', `id = '${older}'`),
  ],
  ['a sign-in that displaces × the first refresh', signIn, refresh],
  [
    'a sign-out everywhere × the first refresh, which replaces',
    end('signed-out', "user_id = '1001'"),
    refresh,
  ],
  ['lost access × a sign-in', end('access-lost', "user_id = '1001'"), signIn],
  ['disabling × the first refresh', "update users set disabled_at = now() where id = '1001';", refresh],
  ['deleting the person × the first refresh', "delete from users where id = '1001';", refresh],
  [
    'deleting the person × a sign-out',
    "delete from users where id = '1001';",
    end('signed-out', "user_id = '1001'"),
  ],
  [
    'a client that deletes its sessions × a sign-in',
    `select set_config('hasura.user', '{"x-hasura-role": "user", "x-hasura-user-id": "1001"}', true);
     delete from sessions where user_id = '1001';`,
    signIn,
  ],
  [
    'giving up a sign-in × its first refresh',
    `insert into auth_log (user_id, session_id, event) values ('1001', '${newer}', 'sign-in-abandoned');`,
    refresh,
  ],
]

test.each(races)(
  'R-14a %s never deadlocks',
  async (_name, one, other) => {
    const failures: string[] = []
    // Statements that are sent together are one transaction.
    const attempt = (sql: string) =>
      database.exec(sql).catch((error: unknown) => failures.push(String(error)))
    for (let round = 0; round < rounds; round += 1) {
      await database.exec(`
      delete from users; delete from auth_log;
      insert into users (id, login, avatar_url) values ('1001', 'ada', 'https://a');
      ${open(older, 0)} ${open(newer, 1, `'${older}'`)} ${crowd}`)
      await Promise.all(round % 2 === 0 ? [attempt(one), attempt(other)] : [attempt(other), attempt(one)])
    }
    expect(failures.filter((failure) => failure.includes('deadlock'))).toEqual([])
  },
  120_000,
)
