import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database, Queryable } from '../../src/database/database.js'
import { PostgresError } from '../../src/database/postgres-error.js'
import { openTestDatabase } from '../support/test-database.js'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

const failureOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('query()', () => {
  test('keeps the digits and the text of what JavaScript would round or reformat', async () => {
    const { rows } = await database.query(
      `SELECT 9007199254740993::bigint AS big, 1.50::numeric AS num, '{"b": 1, "a": 1.0}'::json AS js,
              '2024-01-15 10:00:00.123456+00'::timestamptz AT TIME ZONE 'UTC' AS ts, ARRAY['a','b'] AS list`,
    )
    expect(rows).toEqual([
      {
        big: '9007199254740993',
        num: '1.50',
        js: '{"b": 1, "a": 1.0}',
        ts: '2024-01-15 10:00:00.123456',
        list: '{a,b}',
      },
    ])
  })

  test('makes booleans, small integers and floats JavaScript values and keeps null', async () => {
    const { rows } = await database.query(
      'SELECT true AS t, false AS f, 7::int2 AS s, 7 AS i, 1.5::float8 AS d, null AS n',
    )
    expect(rows).toEqual([{ t: true, f: false, s: 7, i: 7, d: 1.5, n: null }])
  })

  test('sends every kind of parameter as text Postgres can read', async () => {
    const { rows } = await database.query(
      'SELECT $1::int AS i, $2::bool AS b, $3::jsonb AS j, $4::text[] AS l, $5::text AS t, $6::bytea AS y, $7::text AS n',
      [1, true, { a: [1] }, ['x', 'q"\\,', null], 'ü\u{1F600}', new Uint8Array([1, 255]), null],
    )
    expect(rows).toEqual([
      { i: 1, b: true, j: '{"a": [1]}', l: '{x,"q\\"\\\\,",NULL}', t: 'ü\u{1F600}', y: '\\x01ff', n: null },
    ])
  })

  test('counts the rows a statement changed', async () => {
    await database.exec('CREATE TABLE counted (id int)')
    expect((await database.query('INSERT INTO counted VALUES (1), (2), (3)')).rowCount).toBe(3)
    expect((await database.query('DELETE FROM counted WHERE id > $1', [1])).rowCount).toBe(2)
  })

  test('throws a PostgresError with the SQLSTATE, detail and constraint', async () => {
    await database.exec('CREATE TABLE unique_ids (id int PRIMARY KEY); INSERT INTO unique_ids VALUES (1)')
    const error = await failureOf(database.query('INSERT INTO unique_ids VALUES (1)'))
    expect(error).toBeInstanceOf(PostgresError)
    expect(error).toMatchObject({
      code: '23505',
      message: 'duplicate key value violates unique constraint "unique_ids_pkey"',
      detail: 'Key (id)=(1) already exists.',
      constraint: 'unique_ids_pkey',
      table: 'unique_ids',
      schema: 'public',
    })
  })

  test('throws a PostgresError for a parameter Postgres cannot read', async () => {
    expect(await failureOf(database.query('SELECT $1::int', ['x']))).toMatchObject({ code: '22P02' })
  })
})

describe('exec()', () => {
  test('answers every statement with its columns and values as text', async () => {
    expect(
      await database.exec(
        `CREATE TABLE e (a int, b bool); SELECT 1 AS one, true AS t, null AS n, '{"a":1}'::json AS j`,
      ),
    ).toEqual([
      { command: 'CREATE', columns: [], rows: [] },
      { command: 'SELECT', columns: ['one', 't', 'n', 'j'], rows: [['1', 't', null, '{"a":1}']] },
    ])
  })

  test('keeps nothing of a script of which one statement failed', async () => {
    const error = await failureOf(database.exec('CREATE TABLE half (a int); SELECT 1/0'))
    expect(error).toMatchObject({ code: '22012' })
    expect((await database.query("SELECT to_regclass('half') AS t")).rows).toEqual([{ t: null }])
  })
})

describe('a statement with a name', () => {
  const ask = (n: number) => database.query<{ n: number }>('SELECT $1::int + 1 AS n', [n], 'plus_one')

  test('can come again with other values', async () => {
    const asked = await Promise.all([1, 2, 3].map(ask))
    expect(asked.map(({ rows }) => rows)).toEqual([[{ n: 2 }], [{ n: 3 }], [{ n: 4 }]])
  })

  test.each(['DISCARD ALL', 'DEALLOCATE ALL', 'deallocate prepare all'])('outlives %s', async (script) => {
    await ask(1)
    await database.exec(script)
    expect((await ask(2)).rows).toEqual([{ n: 3 }])
  })

  test('fits a type that was made anew', async () => {
    const make = "CREATE TYPE mood AS ENUM ('fine'); CREATE TABLE moods (mood mood)"
    const read = () =>
      database.query('SELECT count(*)::int AS n FROM moods WHERE mood = ($1)::mood', ['fine'], 'moods_1')
    await database.exec(make)
    expect((await read()).rows).toEqual([{ n: 0 }])
    await database.exec(`DROP TABLE moods; DROP TYPE mood; ${make}; INSERT INTO moods VALUES ('fine')`)
    expect((await read()).rows).toEqual([{ n: 1 }])
  })
})

describe('transaction()', () => {
  test('has settings of its own, whatever is in them', async () => {
    const value = `it's "quoted" \\ and; SELECT 1 -- é`
    const read = (of: Queryable) => of.query("SELECT current_setting('some.thing', true) AS value")
    const inside = await database.transaction(read, { 'some.thing': value })
    expect(inside.rows).toEqual([{ value }])
    expect((await read(database)).rows).not.toEqual([{ value }])
  })

  test('keeps what was done when the work resolves', async () => {
    await database.exec('CREATE TABLE kept (id int)')
    const answer = await database.transaction(async (tx) => {
      await tx.query('INSERT INTO kept VALUES (1)')
      return 'done'
    })
    expect(answer).toBe('done')
    expect((await database.query('SELECT id FROM kept')).rows).toEqual([{ id: 1 }])
  })

  test('undoes everything and rethrows the very error when the work throws', async () => {
    await database.exec('CREATE TABLE undone (id int)')
    const reason = new TypeError('mine')
    const error = await failureOf(
      database.transaction(async (tx) => {
        await tx.query('INSERT INTO undone VALUES (1)')
        throw reason
      }),
    )
    expect(error).toBe(reason)
    expect((await database.query('SELECT id FROM undone')).rows).toEqual([])
  })

  test('throws when a failure inside was swallowed, as nothing was committed', async () => {
    const error = await failureOf(
      database.transaction(async (tx) => {
        await failureOf(tx.query('SELECT 1/0'))
      }),
    )
    expect(error).toMatchObject({ name: 'PostgresError', code: '25P02' })
  })

  test('never mixes two transactions that run at the same time', async () => {
    await database.exec('CREATE TABLE counter (n int); INSERT INTO counter VALUES (0)')
    const addOne = () =>
      database.transaction(async (tx) => {
        const { rows } = await tx.query<{ n: number }>('SELECT n FROM counter FOR UPDATE')
        await tx.query('UPDATE counter SET n = $1', [(rows[0]?.n ?? 0) + 1])
      })
    await Promise.all(Array.from({ length: 10 }, addOne))
    expect((await database.query('SELECT n FROM counter')).rows).toEqual([{ n: 10 }])
  })
})
