import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asAdmin, startTestServer, type TestServer } from '../server/support.js'

const SQL = `
  CREATE TABLE people (id serial PRIMARY KEY, name text UNIQUE, "shoe size" int, profile jsonb);
  CREATE TABLE notes (id serial PRIMARY KEY, person_id int NOT NULL REFERENCES people, body text, stars int DEFAULT 0);
  INSERT INTO people (name, profile) VALUES ('Ada', '{"a b": 1}'), ('Bob', null);
  INSERT INTO notes (person_id, body, stars) VALUES (1, 'one', 3), (1, 'two', 1), (2, 'three', 2);`

const people = {
  table: 'people',
  configuration: { custom_name: 'Person', column_config: { name: { custom_name: 'fullName' } } },
  array_relationships: [
    { name: 'notes', using: { foreign_key_constraint_on: { table: 'notes', column: 'person_id' } } },
  ],
}
const notes = {
  table: 'notes',
  select_permissions: [
    { role: 'reader', permission: { columns: ['id', 'body'], filter: { person_id: 'X-Hasura-Person' } } },
  ],
  update_permissions: [
    { role: 'reader', permission: { columns: ['body'], filter: {}, check: { stars: { _gt: 0 } } } },
  ],
  object_relationships: [{ name: 'person', using: { foreign_key_constraint_on: 'person_id' } }],
}

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ content: { tables: [people, notes] }, sql: SQL })
}, 30_000)
afterAll(() => server.close())

const query = async (type: string, args: object, path = '/v2/query') =>
  (await server.post(path, { type, args }, asAdmin)).json

describe('select', () => {
  test('gives columns by their names in the database, and nested rows', async () => {
    const columns = ['id', 'name', { name: 'notes', columns: ['body'], order_by: '-stars', limit: 1 }]
    expect(await query('select', { table: 'people', columns, order_by: ['+id'] })).toEqual([
      { id: 1, name: 'Ada', notes: [{ body: 'one' }] },
      { id: 2, name: 'Bob', notes: [{ body: 'three' }] },
    ])
  })

  test('takes every column for a star, and works at /v1/query, too', async () => {
    const args = { table: { schema: 'public', name: 'notes' }, columns: ['*'], where: { id: 1 } }
    expect(await query('select', args, '/v1/query')).toEqual([{ id: 1, person_id: 1, body: 'one', stars: 3 }])
  })

  test.each<[string, object, number[]]>([
    ['a bare value', { stars: 3 }, [1]],
    ['old operators', { stars: { $gt: 1 } }, [1, 3]],
    ['new operators', { stars: { _lte: 1 } }, [2]],
    ['$or', { $or: [{ stars: 1 }, { body: { $like: 't%' } }] }, [2, 3]],
    ['$not', { $not: { person_id: 1 } }, [3]],
    ['a relationship', { person: { name: 'Bob' } }, [3]],
  ])('filters by %s', async (_name, where, ids) => {
    const rows = await query('select', { table: 'notes', columns: ['id'], where, order_by: ['id'] })
    expect(rows).toEqual(ids.map((id) => ({ id })))
  })

  test('orders through relationships, and pages', async () => {
    const order = [
      { column: 'person.name', type: 'desc' },
      { column: 'id', type: 'asc', nulls: 'last' },
    ]
    const args = { table: 'notes', columns: ['id'], order_by: order, limit: 2, offset: 1 }
    expect(await query('select', args)).toEqual([{ id: 1 }, { id: 2 }])
  })

  test('names what is not there', async () => {
    expect(await query('select', { table: 'nobody', columns: ['id'] })).toMatchObject({
      code: 'not-exists',
      path: '$.args.table',
    })
    expect(await query('select', { table: 'notes', columns: ['id', 'x'] })).toEqual({
      code: 'permission-denied',
      path: '$.args.columns[1]',
      error: 'no such column exists : "x"',
    })
    expect(await query('count', { table: 'notes', distinct: ['x'] })).toMatchObject({
      path: '$.args.distinct[0]',
    })
    expect(await query('select', { table: 'notes', columns: ['id'], where: { x: 1 } })).toMatchObject({
      code: 'not-exists',
      path: '$.args.where.x',
    })
  })

  test('refuses numbers of rows below zero', async () => {
    const error = { code: 'not-supported', error: 'unexpected negative value' }
    const args = { table: 'notes', columns: ['id'] }
    expect(await query('select', { ...args, limit: -1 })).toEqual({ ...error, path: '$.args.limit' })
    expect(await query('select', { ...args, offset: -1 })).toEqual({ ...error, path: '$.args.offset' })
    expect(await query('select', { ...args, offset: '1' })).toMatchObject({ code: 'parse-failed' })
  })

  test('takes a column as an object, too', async () => {
    const args = { table: 'notes', columns: [{ name: 'id' }], limit: 1, order_by: 'id' }
    expect(await query('select', args)).toEqual([{ id: 1 }])
  })

  test('is for admins only at /v2/query', async () => {
    const reply = await server.post(
      '/v2/query',
      { type: 'select', args: { table: 'notes', columns: ['id'] } },
      { ...asAdmin, 'x-hasura-role': 'user' },
    )
    expect(reply).toMatchObject({
      status: 400,
      json: { code: 'access-denied', error: 'restricted access : admin only', path: '$.args' },
    })
  })
})

describe('other roles at /v1/query', () => {
  const asReader = { ...asAdmin, 'x-hasura-role': 'reader', 'x-hasura-person': '1' }
  const asked = async (type: string, args: object) =>
    (await server.post('/v1/query', { type, args }, asReader)).json
  const denied = (path: string, error: string) => ({ code: 'permission-denied', path, error })

  test('see and change what their permissions say', async () => {
    expect(await asked('select', { table: 'notes', columns: ['*'], order_by: 'id' })).toEqual([
      { id: 1, body: 'one' },
      { id: 2, body: 'two' },
    ])
    const update = { table: 'notes', where: { id: 1 }, $set: { body: 'one' }, returning: ['id'] }
    expect(await asked('update', update)).toEqual({ affected_rows: 1, returning: [{ id: 1 }] })
  })

  test('are told what they may not', async () => {
    expect(await asked('select', { table: 'notes', columns: ['id', 'stars'] })).toEqual(
      denied('$.args.columns[1]', 'role "reader" does not have permission to select column "stars"'),
    )
    expect(await asked('update', { table: 'notes', where: {}, $set: { id: 7 } })).toEqual(
      denied('$.args.$set', 'role "reader" does not have permission to update column "id"'),
    )
    expect(await asked('insert', { table: 'notes', objects: [{ id: 7 }] })).toEqual(
      denied('$.args', 'insert on "notes" for role "reader" is not allowed. '),
    )
    expect(await asked('count', { table: 'people' })).toEqual(
      denied(
        '$.args',
        'select on "people" for role "reader" is not allowed. ; "count" is only allowed if the role has "select" permissions on the table',
      ),
    )
    expect(await asked('run_sql', { sql: 'SELECT 1' })).toMatchObject({ code: 'access-denied' })
  })
})

describe('count', () => {
  test('counts rows, and distinct values', async () => {
    expect(await query('count', { table: 'notes' })).toEqual({ count: 3 })
    expect(await query('count', { table: 'notes', where: { stars: { $gt: 1 } } })).toEqual({ count: 2 })
    expect(await query('count', { table: 'notes', distinct: ['person_id'] })).toEqual({ count: 2 })
  })
})

describe('insert, update and delete', () => {
  test('change rows and return what they are asked for', async () => {
    const objects = [{ name: 'Cid', profile: { 'a key': [1] } }]
    expect(await query('insert', { table: 'people', objects, returning: ['id', 'profile'] })).toEqual({
      affected_rows: 1,
      returning: [{ id: 3, profile: { 'a key': [1] } }],
    })
    const update = { table: 'people', where: { id: 3 }, $set: { name: 'Cyd' }, returning: ['name'] }
    expect(await query('update', update)).toEqual({ affected_rows: 1, returning: [{ name: 'Cyd' }] })
    expect(await query('delete', { table: 'people', where: { name: 'Cyd' } })).toEqual({ affected_rows: 1 })
  })

  test('an update without an operator is refused', async () => {
    expect(await query('update', { table: 'notes', where: { id: 2 } })).toEqual({
      code: 'unexpected-payload',
      path: '$.args',
      error: 'atleast one of $set, $inc, $mul has to be present',
    })
  })

  test('$inc adds', async () => {
    const args = { table: 'notes', where: { id: 2 }, $inc: { stars: 4 }, returning: ['stars'] }
    expect(await query('update', args)).toMatchObject({ returning: [{ stars: 5 }] })
    await query('update', { table: 'notes', where: { id: 2 }, $set: { stars: 1 } })
  })

  test('an insert that meets a row updates or ignores it', async () => {
    const objects = [{ id: 1, name: 'Ada L.' }]
    const into = { table: 'people', objects, returning: ['name'] }
    const ignored = await query('insert', {
      ...into,
      on_conflict: { constraint_on: ['id'], action: 'ignore' },
    })
    expect(ignored).toEqual({ affected_rows: 0, returning: [] })
    const updated = await query('insert', { ...into, on_conflict: { constraint: 'people_pkey' } })
    expect(updated).toEqual({ affected_rows: 1, returning: [{ name: 'Ada L.' }] })
    await query('update', { table: 'people', where: { id: 1 }, $set: { name: 'Ada' } })
  })

  test('what Postgres refuses is told with the path of the arguments', async () => {
    expect(await query('insert', { table: 'people', objects: [{ name: 'Bob' }] })).toMatchObject({
      path: '$.args',
      code: 'constraint-violation',
      error: 'Uniqueness violation. duplicate key value violates unique constraint "people_name_key"',
    })
  })

  // As Hasura.RQL.DML.Update does: both are of the older API alone.
  test('$mul multiplies and $default puts the default back', async () => {
    const args = { table: 'notes', where: { id: 3 }, returning: ['stars'] }
    const update = (changes: object) => query('update', { ...args, ...changes })
    expect(await update({ $mul: { stars: 3 } })).toEqual({ affected_rows: 1, returning: [{ stars: 6 }] })
    expect(await update({ $default: ['stars'], $set: { body: 'three' } })).toEqual({
      affected_rows: 1,
      returning: [{ stars: 0 }],
    })
    await update({ $set: { stars: 2 } })
  })

  test('GraphQL knows neither', async () => {
    const mutation = 'mutation { update_notes(where: {}, _mul: {stars: 2}) { affected_rows } }'
    const { json } = await server.post('/v1/graphql', { query: mutation }, asAdmin)
    expect(json).toMatchObject({ errors: [{ message: "'update_notes' has no argument named '_mul'" }] })
  })

  test.each([
    ['$mul', { $mul: { nothing: 2 } }],
    ['$default', { $default: ['nothing'] }],
  ])('%s of a column that is not there is refused', async (operator, changes) => {
    expect(await query('update', { table: 'notes', where: {}, ...changes })).toMatchObject({
      code: 'permission-denied',
      path: `$.args.${operator}`,
      error: 'no such column exists : "nothing"',
    })
  })
})

test('a naming convention is no business of the older API', async () => {
  const kind = { table: 'kind_of_note', is_enum: true }
  const sql = `CREATE TABLE kind_of_note (kind_name text PRIMARY KEY); INSERT INTO kind_of_note VALUES ('plain');
    CREATE TABLE my_notes (id serial PRIMARY KEY, the_kind text REFERENCES kind_of_note);`
  const content = { tables: [{ table: 'my_notes' }, kind] }
  const env = { HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION: 'graphql-default' }
  const named = await startTestServer({ content, sql, env })
  try {
    const ask = async (type: string, args: object) =>
      (await named.post('/v2/query', { type, args: { table: 'my_notes', ...args } }, asAdmin)).json
    expect(await ask('insert', { objects: [{ the_kind: 'plain' }], returning: ['the_kind'] })).toEqual({
      affected_rows: 1,
      returning: [{ the_kind: 'plain' }],
    })
    expect(await ask('select', { columns: ['*'], where: { the_kind: { $is_null: false } } })).toEqual([
      { id: 1, the_kind: 'plain' },
    ])
    const query = '{ myNotes { theKind } }'
    expect((await named.post('/v1/graphql', { query }, asAdmin)).json).toEqual({
      data: { myNotes: [{ theKind: 'PLAIN' }] },
    })
  } finally {
    await named.close()
  }
})
