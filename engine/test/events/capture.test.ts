import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.js'
import { installTriggers } from '../../src/events/install-triggers.js'
import { captured, eventLog, openEventDatabase, trigger } from './support.js'

let database: Database
beforeEach(async () => {
  database = await openEventDatabase()
})
afterEach(() => database.close())

const insertAnn = "INSERT INTO users VALUES (1, 'ann', 1.50, '{\"a\": 1}')"
const ann = { id: 1, name: 'ann', score: 1.5, about: { a: 1 } }

describe('installTriggers() captures (contract 6.2)', () => {
  test('inserts, with the row under new and numbers in full', async () => {
    await installTriggers(database, [trigger()])
    await database.query(insertAnn)
    expect(await captured(database)).toEqual([
      {
        trigger: 'sync',
        event: { op: 'INSERT', data: { old: null, new: ann }, session_variables: null, trace_context: null },
      },
    ])
    const { rows } = await database.query('SELECT payload FROM hdb_catalog.event_log')
    expect(JSON.stringify(rows)).toContain('1.50')
  })

  test('updates, only of the columns it listens to, and delivers those of the payload', async () => {
    await installTriggers(database, [
      trigger({ definition: { update: { columns: ['name', 'about'], payload: ['id', 'name'] } } }),
    ])
    await database.query(insertAnn)
    await database.exec(
      "UPDATE users SET score = 2; UPDATE users SET name = 'ann'; UPDATE users SET name = 'bob'",
    )
    expect(await captured(database)).toMatchObject([
      { event: { op: 'UPDATE', data: { old: { id: 1, name: 'ann' }, new: { id: 1, name: 'bob' } } } },
    ])
  })

  test('updates from and to null, but not from null to null', async () => {
    await installTriggers(database, [trigger({ definition: { update: { columns: ['name'] } } })])
    await database.query(insertAnn)
    await database.exec(
      "UPDATE users SET name = NULL; UPDATE users SET name = NULL; UPDATE users SET name = 'x'",
    )
    expect(await captured(database)).toHaveLength(2)
  })

  test('updates of json, which has no equality of its own', async () => {
    await installTriggers(database, [trigger({ definition: { update: { columns: '*' } } })])
    await database.query(insertAnn)
    await database.exec(`UPDATE users SET about = '{"a": 1}'; UPDATE users SET about = '{"a": 2}'`)
    expect(await captured(database)).toHaveLength(1)
  })

  test('deletes, with the row under old', async () => {
    await installTriggers(database, [trigger({ definition: { delete: { columns: '*' } } })])
    await database.query(insertAnn)
    await database.exec('DELETE FROM users')
    expect(await captured(database)).toMatchObject([
      { event: { op: 'DELETE', data: { old: ann, new: null } } },
    ])
  })

  test('an upsert as what Postgres makes of it', async () => {
    await installTriggers(database, [
      trigger({ definition: { insert: { columns: '*' }, update: { columns: '*' } } }),
    ])
    const upsert = 'INSERT INTO users VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET name = excluded.name'
    await database.query(upsert, ['a'])
    await database.query(upsert, ['b'])
    expect((await captured(database)).map(({ event }) => event)).toMatchObject([
      { op: 'INSERT' },
      { op: 'UPDATE' },
    ])
  })

  test('the time in UTC, whatever the time zone of the session', async () => {
    await installTriggers(database, [trigger()])
    await database.exec(`SET TIME ZONE 'Asia/Kolkata'; ${insertAnn}; RESET TIME ZONE`)
    const { rows } = await database.query(
      "SELECT now() - created_at AT TIME ZONE 'UTC' BETWEEN '0 s' AND '1 minute' AS recent FROM hdb_catalog.event_log",
    )
    expect(rows).toEqual([{ recent: true }])
  })

  test('rows of a partition under the name of the table that is listened to', async () => {
    await database.exec(`
      CREATE TABLE visits (id int, year int) PARTITION BY RANGE (year);
      CREATE TABLE visits_now PARTITION OF visits FOR VALUES FROM (2020) TO (2030)`)
    const table = { schema: 'public', name: 'visits' }
    const triggers = [trigger({}, table)]
    await installTriggers(database, triggers)
    await installTriggers(database, triggers)
    await database.exec('INSERT INTO visits VALUES (1, 2026)')
    const { rows } = await database.query('SELECT table_name FROM hdb_catalog.event_log')
    expect(rows).toEqual([{ table_name: 'visits' }])
  })

  test('the session variables and trace of the transaction, and null after it', async () => {
    await installTriggers(database, [trigger()])
    await database.transaction(async (tx) => {
      await tx.query(`SELECT set_config('hasura.user', '{"x-hasura-role":"user"}', true)`)
      await tx.query(`SELECT set_config('hasura.tracecontext', '{"trace_id":"1"}', true)`)
      await tx.query('INSERT INTO users VALUES (1)')
    })
    await database.query('INSERT INTO users VALUES (2)')
    expect(await captured(database)).toMatchObject([
      { event: { session_variables: { 'x-hasura-role': 'user' }, trace_context: { trace_id: '1' } } },
      { event: { session_variables: null, trace_context: null } },
    ])
  })

  test('nothing of a transaction that is rolled back', async () => {
    await installTriggers(database, [trigger()])
    const work = database.transaction(async (tx) => {
      await tx.query('INSERT INTO users VALUES (1)')
      throw new Error('undo')
    })
    await expect(work).rejects.toThrow('undo')
    expect(await captured(database)).toEqual([])
  })

  test('tables and columns with names that need quoting', async () => {
    await database.exec(`CREATE SCHEMA "Odd"; CREATE TABLE "Odd"."the ""table""" ("a b" int, "c'd" int)`)
    const odd = { schema: 'Odd', name: 'the "table"' }
    await installTriggers(database, [
      trigger({ definition: { insert: { columns: '*', payload: ['a b', "c'd"] } } }, odd),
    ])
    await database.exec(`INSERT INTO "Odd"."the ""table""" VALUES (1, 2)`)
    expect(await captured(database)).toMatchObject([{ event: { data: { new: { 'a b': 1, "c'd": 2 } } } }])
  })
})

describe('installTriggers() a second time', () => {
  const triggerIds = async () =>
    (await database.query("SELECT oid FROM pg_trigger WHERE tgname LIKE 'notify_hasura_%' ORDER BY oid")).rows

  test('touches nothing that is still right', async () => {
    await installTriggers(database, [trigger()])
    const before = await triggerIds()
    await installTriggers(database, [trigger()])
    expect(await triggerIds()).toEqual(before)
  })

  test('replaces a trigger whose definition changed', async () => {
    await installTriggers(database, [trigger()])
    await installTriggers(database, [trigger({ definition: { insert: { columns: '*', payload: ['id'] } } })])
    await database.query(insertAnn)
    expect(await captured(database)).toMatchObject([{ event: { data: { new: { id: 1 } } } }])
  })

  test('moves a trigger to another table', async () => {
    await database.exec('CREATE TABLE others (id int)')
    await installTriggers(database, [trigger()])
    await installTriggers(database, [trigger({}, { schema: 'public', name: 'others' })])
    await database.exec('INSERT INTO users VALUES (1); INSERT INTO others VALUES (2)')
    expect(await captured(database)).toMatchObject([{ event: { data: { new: { id: 2 } } } }])
  })

  test('drops triggers that are gone and archives their waiting events', async () => {
    await installTriggers(database, [trigger()])
    await database.query('INSERT INTO users VALUES (1)')
    await installTriggers(database, [])
    await database.query('INSERT INTO users VALUES (2)')
    expect(await eventLog(database)).toMatchObject([{ archived: true }])
  })
})
