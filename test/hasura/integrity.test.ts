import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { repository } from '../../dev/repository.js'
import type { Database } from '../../engine/src/index.js'
import { openTestDatabase } from '../../engine/test/support/test-database.js'

const folder = `${repository}/hasura/migrations/default`
const migrations = readdirSync(folder).sort()
const read = (file: string) => (name: string) => readFileSync(`${folder}/${name}/${file}`, 'utf8')
const up = migrations.map(read('up.sql')).join('\n')
const down = migrations.map(read('down.sql')).reverse().join('\n')
const sealed = 'eyJhbGciOiJkaXIifQ..a.b.c'

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
  await database.exec(up)
})

afterAll(() => database.close())

beforeEach(async () => {
  await database.exec(`
    delete from users;
    delete from auth_log;
    insert into users (id, login, avatar_url) values ('1001', 'ada', 'https://a'), ('1002', 'ben', 'https://b');
  `)
})

const run = (sql: string) => database.exec(sql)
const value = async (sql: string) => Object.values((await database.query(sql)).rows[0] ?? {})[0]
const refused = (sql: string, text: RegExp | string) => expect(run(sql)).rejects.toThrow(text)

const openSession = (userId: string, minute: number) =>
  `insert into sessions (user_id, client, created_at, idle_expires_at, expires_at) values
     ('${userId}', 'browser', timestamptz '2026-03-01' + interval '${minute} minutes', '2026-04-01', '2026-08-01');`

const at = (userId: string, minute: number) =>
  `user_id = '${userId}' and created_at = timestamptz '2026-03-01' + interval '${minute} minutes'`
const confirm = (userId: string, minute: number) =>
  `update sessions set presented = 1, last_used_at = '2026-03-02' where ${at(userId, minute)};`

describe('sessions', () => {
  test('S-SESS-09 R-04c a person has at most 50 that were confirmed; the oldest gives way, and nobody else is touched', async () => {
    await run(openSession('1002', 0) + confirm('1002', 0))
    await run(
      Array.from({ length: 60 }, (_, minute) => openSession('1001', minute) + confirm('1001', minute)).join(
        '',
      ),
    )
    expect(String(await value("select count(*) from sessions where user_id = '1001'"))).toBe('50')
    const oldest =
      "select min(created_at) = timestamptz '2026-03-01' + interval '10 minutes' from sessions where user_id = '1001'"
    expect(String(await value(oldest))).toMatch(/^t/)
    expect(String(await value("select count(*) from sessions where user_id = '1002'"))).toBe('1')
    expect(String(await value("select count(*) from auth_log where detail->>'by' = 'displaced'"))).toBe('10')
  })

  test('R-04c sign-ins that nobody came back to give way to each other, ten stay, and push nobody else out', async () => {
    await run(
      Array.from({ length: 50 }, (_, minute) => openSession('1001', minute) + confirm('1001', minute)).join(
        '',
      ),
    )
    await run(Array.from({ length: 70 }, (_, minute) => openSession('1001', 100 + minute)).join(''))
    const kept = (where: string) => value(`select count(*) from sessions where ${where}`)
    expect([String(await kept('presented > 0')), String(await kept('never_used'))]).toEqual(['50', '10'])
    await run(confirm('1001', 169))
    expect([String(await kept('presented > 0')), String(await kept('never_used'))]).toEqual(['50', '9'])
    expect(String(await kept(at('1001', 0)))).toBe('0')
  })

  test('R-04c a sign-in that nobody came back to does not give way to newer ones that are in use', async () => {
    await run(openSession('1001', 0))
    await run(
      Array.from(
        { length: 12 },
        (_, minute) => openSession('1001', 1 + minute) + confirm('1001', 1 + minute),
      ).join(''),
    )
    await run(openSession('1001', 100))
    expect(String(await value('select count(*) from sessions where never_used'))).toBe('2')
  })

  test('R-04b what a sign-in replaces ends at the first refresh, with its reason', async () => {
    await run(openSession('1001', 0) + openSession('1001', 1) + openSession('1002', 2))
    await run(`update sessions set presented = 1 where user_id = '1001';
      update sessions set presented = 2 where ${at('1001', 1)};`)
    const replaces = (minute: number, generation: number) => `${openSession('1002', 10 + minute)}
      update sessions set replaces = (select id from sessions where ${at('1001', minute)}), replaces_generation = ${generation}
      where ${at('1002', 10 + minute)};`
    await run(replaces(0, 1) + replaces(1, 1))
    expect(String(await value("select count(*) from sessions where user_id = '1001'"))).toBe('2')
    await run(confirm('1002', 10) + confirm('1002', 11))
    const logged =
      "select string_agg(event || coalesce(detail->>'by', ''), ' ' order by event) from auth_log where user_id = '1001' and session_id is not null"
    expect(await value(logged)).toBe('refresh-token-reused signed-outreplaced')
    expect(String(await value('select count(*) from sessions where replaces is not null'))).toBe('0')
    expect(String(await value('select count(*) from sessions'))).toBe('3')
  })

  test('R-04a an abandoned sign-in leaves no session, whether it is written before or after', async () => {
    const id = '0f8fad5b-d9cb-469f-a165-70867728950e'
    const abandon = (userId: string) =>
      `insert into auth_log (user_id, session_id, event) values ('${userId}', '${id}', 'sign-in-abandoned');`
    const open = openSession('1001', 0)
      .replace('(user_id,', '(id, user_id,')
      .replace("('1001'", `('${id}', '1001'`)
    await run(open + abandon('1001'))
    expect(String(await value('select count(*) from sessions'))).toBe('0')
    await refused(open, 'the sign-in was abandoned')
    await run(`delete from auth_log; ${abandon('4711')}`)
    expect(await value('select user_id from auth_log')).toBeNull()
    await refused(open, 'the sign-in was abandoned')
  })

  test('S-CLAIM-08 none is opened for a disabled user, and disabling ends those that are', async () => {
    await run(openSession('1001', 0))
    await run("update users set disabled_at = now() where id = '1001'")
    expect(String(await value('select count(*) from sessions'))).toBe('0')
    await refused(openSession('1001', 1), 'user is missing or disabled')
    expect(await value("select event from auth_log where event = 'disabled'")).toBe('disabled')
    expect(await value("select detail->>'by' from auth_log where session_id is not null")).toBe('disabled')
  })

  test('S-LOG-02 a deleted row is written down when somebody else than the functions deletes it', async () => {
    const deleteAs = (role: string) => `
      begin;
      select set_config('hasura.user', '{"x-hasura-role": "${role}"}', true);
      delete from sessions;
      commit;
    `
    const logged = "select string_agg(detail->>'by', ' ') from auth_log where event = 'signed-out'"
    await run(openSession('1001', 0) + deleteAs('auth_service'))
    expect(await value(logged)).toBeNull()
    await run(openSession('1001', 1) + deleteAs('user'))
    expect(await value(logged)).toBe('user')
    await run(`${openSession('1001', 2)} delete from sessions;`)
    expect(await value(logged)).toBe('user')
  })

  test.each([
    ['signed-out', 'signed-out {}'],
    ['refresh-token-reused', 'refresh-token-reused {}'],
    ['access-lost', 'signed-out {"by": "access-lost"}'],
  ])('R-08 a session that ends as %s is written down by its deletion', async (reason, row) => {
    await run(`${openSession('1001', 0)}
      begin;
      select set_config('hasura.user', '{"x-hasura-role": "auth_service"}', true);
      update sessions set end_reason = '${reason}';
      delete from sessions;
      commit;`)
    expect(
      await value("select event || ' ' || detail::text from auth_log where session_id is not null"),
    ).toBe(row)
  })

  test('R-02 functions of 0.1.0 go on beside newer ones: what they count is what was presented', async () => {
    const state = "select presented || ' ' || floor || ' ' || generation from sessions"
    await run(`${openSession('1001', 0)} update sessions set generation = generation + 1`)
    expect(await value(state)).toBe('1 1 2')
    await run('update sessions set generation = generation - 1')
    expect(await value(state)).toBe('0 0 1')
  })

  test('S-SESS-04 the idle end never passes the absolute end', async () => {
    await run(openSession('1001', 0))
    await run("update sessions set idle_expires_at = '2030-01-01'")
    expect(String(await value('select idle_expires_at = expires_at from sessions'))).toMatch(/^t/)
  })
})

describe('roles', () => {
  const roles =
    "select string_agg(role || ':' || source, ' ' order by role) from user_roles where user_id = '1001'"

  test('a new user gets the default role, once', async () => {
    expect(await value(roles)).toBe('user:manual')
    await run(
      "delete from user_roles where user_id = '1001'; update users set login = 'ada2' where id = '1001'",
    )
    expect(await value(roles)).toBeNull()
  })

  test('follow what GitHub gives, and leave alone what an operator gave', async () => {
    await run(`update users set github_roles = '["moderator"]' where id = '1001'`)
    expect(await value(roles)).toBe('moderator:github user:manual')
    await run(`update users set github_roles = '["user"]' where id = '1001'`)
    expect(await value(roles)).toBe('user:manual')
  })

  test('no row changes when GitHub gives the same again', async () => {
    await run(`update users set github_roles = '["moderator"]' where id = '1001'`)
    const version = "select xmin::text || ctid::text from user_roles where role = 'moderator'"
    const before = await value(version)
    const logRows = await value('select count(*) from auth_log')
    await run(`update users set github_roles = '["moderator"]', synced_at = now() where id = '1001'`)
    expect(await value(version)).toBe(before)
    expect(await value('select count(*) from auth_log')).toBe(logRows)
  })

  test('a role that does not exist refuses the whole write', async () => {
    await refused(
      `update users set login = 'new', github_roles = '["nobody"]' where id = '1001'`,
      'foreign key',
    )
    expect(await value("select login from users where id = '1001'")).toBe('ada')
  })

  test.each(['admin', 'Admin', 'anonymous', 'AUTH_SERVICE', 'two words', ''])(
    'S-CLAIM-01 %j cannot be a role',
    async (role) => {
      await refused(`insert into roles (value) values ('${role}')`, 'check constraint')
    },
  )

  test('S-LOG-02 each grant and withdrawal is written down', async () => {
    await run(
      `update users set github_roles = '["moderator"]' where id = '1001'; update users set github_roles = '[]' where id = '1001'`,
    )
    const events =
      "select string_agg(event, ' ' order by event) from auth_log where user_id = '1001' and detail->>'role' = 'moderator'"
    expect(await value(events)).toBe('role-granted role-revoked')
  })
})

describe('what must not be stored', () => {
  test('S-GH-09 a GitHub token in clear text', async () => {
    const insert = (token: string) => `insert into github_tokens (user_id, token) values ('1001', '${token}')`
    await refused(insert('gho_16C7e42F292c6912E7710c838347Ae178B4a'), 'sealed')
    await run(insert(sealed))
    await refused("update github_tokens set refresh_token = 'ghr_x'", 'sealed')
  })

  test('S-GH-06 an id that is no numeric id of GitHub', async () => {
    for (const id of ['0', '01', '-1', 'ada', '', '1 or 1=1']) {
      await refused(`insert into users (id, login, avatar_url) values ('${id}', 'x', 'x')`, 'github_id')
    }
  })

  test('a change of what was logged', async () => {
    await refused("update auth_log set event = 'other'", 'append-only')
  })
})

describe('the key of a stored GitHub token', () => {
  const jwe = (header: unknown) =>
    `${Buffer.from(typeof header === 'string' ? header : JSON.stringify(header)).toString('base64url')}.a.b.c.d`
  const keyIdOfText = (text: string) => value(`select jwe_key_id('${text.replaceAll("'", "''")}')`)

  test('R-06j is what its header names, for each length of the header, and of 0.1.0 too', async () => {
    for (const kid of ['Ab-_567890', 'Ab-_567890x', 'Ab-_567890xy', 'Ab-_5678'])
      expect(await keyIdOfText(jwe({ alg: 'dir', enc: 'A256GCM', typ: 'github-token', kid }))).toBe(kid)
    expect(await keyIdOfText(jwe({ kid: 'Ab-_567890', alg: 'dir' }))).toBe('Ab-_567890')
  })

  test('R-06j is null for whatever names none, and no text fails', async () => {
    const odd = [
      '',
      '.',
      '....',
      'ey',
      'eyJ',
      'eyJh',
      'a',
      'ü',
      "'",
      '%',
      'e y',
      'ey\n',
      'a=',
      '_',
      '-'.repeat(5_000),
    ]
    const headers = [
      '{"kid":5}',
      '{"kid":""}',
      '{"kid":"a b"}',
      '{"kid":"\\u0000"}',
      '{"kid":{"kid":"x',
      '\u0000ü',
    ]
    const long = { kid: 'x'.repeat(65) }
    for (const text of [...odd, ...[...headers, long, null, [], { akid: 'x' }].map(jwe)])
      expect(await keyIdOfText(text), text).toBeNull()
    const bytes = Array.from({ length: 256 }, (_, byte) =>
      Buffer.from([byte, 255 - byte, 0x80]).toString('base64url'),
    )
    expect(
      String(await value(`select count(jwe_key_id(t)) from unnest('{${bytes.join(',')}}'::text[]) t`)),
    ).toBe('0')
  })

  test('R-06j tokens are counted by it, without those of disabled people, and so are those who wait', async () => {
    const of = (kid: string) => jwe({ alg: 'dir', kid })
    await run(`insert into users (id, login, avatar_url) values ('1003', 'cleo', 'https://c'), ('1004', 'dan', 'https://d');
      insert into github_tokens (user_id, token) values
        ('1001', '${of('first')}'), ('1002', '${of('second')}'), ('1003', '${of('second')}'), ('1004', '${sealed}');`)
    const counted = `select string_agg(coalesce(kid, 'none') || ':' || tokens, ' ' order by kid) from github_token_keys`
    expect(await value(counted)).toBe('first:1 second:2 none:1')
    await run(`update github_tokens set token = '${of('second')}' where user_id = '1001'`)
    await run("update users set disabled_at = now() where id = '1003'")
    expect(await value(counted)).toBe('second:2 none:1')
    const progress =
      "select people || ' ' || waiting || ' ' || coalesce(last_synced_at::text, 'never') from sync_progress"
    expect(await value(progress)).toBe('4 3 never')
    await run(`update users set ticket = 1, wanted = 1, shown = 1 where id = '1001'`)
    await run(`delete from github_tokens where user_id = '1002'`)
    expect(await value(progress)).toBe('4 1 never')
  })
})

describe('the row of a person', () => {
  test('S-HASURA-16 keeps ids beyond 32 bits and at the end of the safe numbers apart', async () => {
    const ids = ['4294967301', '9007199254740991', '9007199254740990']
    for (const id of ids) await run(`insert into users (id, login, avatar_url) values ('${id}', 'x', 'x')`)
    expect(await value("select count(*) from users where id = '9007199254740991'")).toEqual(expect.anything())
    expect(String(await value("select count(*) from users where login = 'x'"))).toBe('3')
  })

  test('counts a version for each new token, and none for anything else', async () => {
    await run(`insert into github_tokens (user_id, token) values ('1001', '${sealed}')`)
    await run(`update github_tokens set etags = '{"a":1}'`)
    await run(`update github_tokens set token = '${sealed}x'`)
    expect(String(await value('select version from github_tokens'))).toBe('2')
  })

  test('is not updated by what a sync notes about itself', async () => {
    const updatedAt = "select updated_at from users where id = '1001'"
    const before = await value(updatedAt)
    await run(
      "update users set synced_at = now(), sync_attempted_at = now(), checked_at = now() where id = '1001'",
    )
    expect(await value(updatedAt)).toEqual(before)
    await run("update users set login = 'renamed' where id = '1001'")
    expect(await value(updatedAt)).not.toEqual(before)
  })

  test('S-DATA-01 takes everything of the person along', async () => {
    await run(
      `${openSession('1001', 0)} insert into github_tokens (user_id, token) values ('1001', '${sealed}')`,
    )
    await run("delete from users where id = '1001'")
    for (const table of ['sessions', 'github_tokens', 'user_roles', 'auth_log']) {
      expect(String(await value(`select count(*) from ${table} where user_id = '1001'`)), table).toBe('0')
    }
  })
})

test('down.sql takes back everything that up.sql made', async () => {
  await run(down)
  expect(
    String(await value("select count(*) from pg_class where relnamespace = 'public'::regnamespace")),
  ).toBe('0')
  expect(
    String(await value("select count(*) from pg_proc where pronamespace = 'public'::regnamespace")),
  ).toBe('0')
  await run(up)
})

describe('work in portions', () => {
  // Hasura lets every argument of a function be null, and to Postgres a null limit is none.
  test('nothing is done for a portion of no size', async () => {
    await run(`update users set github_roles = '["moderator"]';`)
    await run("insert into used_id_tokens (jti, expires_at) values ('ended', '2026-01-01')")
    await run("select * from purge_expired(null); select * from request_member_syncs('', null)")
    expect(String(await value("select count(*) from used_id_tokens where jti = 'ended'"))).toBe('1')
    expect(String(await value('select count(sync_requested_at) from users'))).toBe('0')
    await run("select * from purge_expired(1); select * from request_member_syncs('', 1)")
    expect(String(await value("select count(*) from used_id_tokens where jti = 'ended'"))).toBe('0')
    expect(String(await value('select count(sync_requested_at) from users'))).toBe('1')
  })
})
