import { afterEach, beforeEach, expect, test } from 'vitest'
import { asAdmin, startTestServer, type TestServer } from '../server/support.js'

const SQL = `
  CREATE TABLE author (id int PRIMARY KEY, name text, boss int REFERENCES author);
  CREATE TABLE article (id int PRIMARY KEY, title text, author_id int REFERENCES author, editor_id int);
  CREATE FUNCTION works(a author) RETURNS SETOF article LANGUAGE sql STABLE
    BEGIN ATOMIC SELECT * FROM article WHERE author_id = $1.id; END;
  INSERT INTO author VALUES (1, 'Ann', NULL), (2, 'Bo', 1);
  INSERT INTO article VALUES (1, 'One', 1, 1), (2, 'Two', 2, 1);`

const author = {
  table: { schema: 'public', name: 'author' },
  array_relationships: [
    { name: 'articles', using: { foreign_key_constraint_on: { table: 'article', column: 'author_id' } } },
    {
      name: 'edited',
      using: { manual_configuration: { remote_table: 'article', column_mapping: { id: 'editor_id' } } },
    },
  ],
  computed_fields: [{ name: 'works', definition: { function: 'works' } }],
  select_permissions: [
    {
      role: 'user',
      permission: {
        columns: ['id', 'name'],
        filter: {
          _or: [
            { name: { _eq: 'X-Hasura-Name' } },
            { works: { title: 'X-Hasura-Title' } },
            {
              articles_aggregate: {
                count: { arguments: ['title'], predicate: { _gt: 7 }, filter: { title: 'x' } },
              },
            },
          ],
        },
      },
    },
  ],
}

const article = {
  table: { schema: 'public', name: 'article' },
  configuration: { column_config: { author_id: { custom_name: 'authorId' } } },
  object_relationships: [{ name: 'author', using: { foreign_key_constraint_on: 'author_id' } }],
  select_permissions: [
    {
      role: 'user',
      permission: {
        columns: ['id', 'title', 'author_id'],
        filter: {
          $and: [
            { author: { name: { _ne: 'Nobody' } } },
            { _not: { author_id: { _cne: ['$', 'editor_id'] } } },
            { _exists: { _table: 'author', _where: { name: 'X-Hasura-Name' } } },
          ],
        },
      },
    },
  ],
  update_permissions: [
    {
      role: 'user',
      permission: {
        columns: ['title'],
        filter: {},
        check: { title: { _is_null: false } },
        set: { editor_id: 1 },
      },
    },
  ],
  event_triggers: [
    {
      name: 'retitled',
      definition: { update: { columns: ['title'], payload: ['id', 'title'] } },
      retry_conf: { num_retries: 0, interval_sec: 10 },
      webhook: 'http://127.0.0.1:9',
    },
  ],
}

let server: TestServer
beforeEach(async () => {
  server = await startTestServer({ content: { tables: [author, article] }, sql: SQL })
})
afterEach(() => server.close())

const asUser = { ...asAdmin, 'x-hasura-role': 'user', 'x-hasura-name': 'Ann', 'x-hasura-title': 'Two' }
const inconsistencies = async () =>
  (await server.post('/v1/metadata', { type: 'get_inconsistent_metadata', args: {} }, asAdmin)).json

test('metadata follows a table that run_sql renames', async () => {
  await server.runSql(
    'ALTER TABLE article RENAME TO piece; CREATE SCHEMA press; ALTER TABLE piece SET SCHEMA press',
  )
  expect(await inconsistencies()).toEqual({ is_consistent: true, inconsistent_objects: [] })
  expect(await server.graphql('{ press_piece { title authorId author { name } } }', asUser)).toEqual({
    data: { press_piece: [{ title: 'One', authorId: 1, author: { name: 'Ann' } }] },
  })
  expect(
    await server.graphql('{ author { name articles { title } edited { id } works { id } } }'),
  ).toMatchObject({
    data: {
      author: [{ name: 'Ann', articles: [{ title: 'One' }], edited: [{}, {}], works: [{ id: 1 }] }, {}],
    },
  })
  await server.graphql(
    'mutation { update_press_piece(where: {id: {_eq: 2}}, _set: {title: "New"}) { affected_rows } }',
  )
  const { rows } = await server.database.query('SELECT schema_name, table_name FROM hdb_catalog.event_log')
  expect(rows).toEqual([{ schema_name: 'press', table_name: 'piece' }])
})

test('metadata follows columns that run_sql renames, in every rule that names them', async () => {
  await server.runSql(`
    ALTER TABLE article RENAME COLUMN author_id TO writer_id;
    ALTER TABLE article RENAME COLUMN editor_id TO checker_id;
    ALTER TABLE article RENAME COLUMN title TO heading;
    ALTER TABLE author RENAME COLUMN id TO key;
    ALTER TABLE author RENAME COLUMN name TO called`)
  expect(await inconsistencies()).toEqual({ is_consistent: true, inconsistent_objects: [] })
  expect(await server.graphql('{ article { heading authorId author { key called } } }', asUser)).toEqual({
    data: { article: [{ heading: 'One', authorId: 1, author: { key: 1, called: 'Ann' } }] },
  })
  expect(await server.graphql('{ author(order_by: {key: asc}) { called } }', asUser)).toEqual({
    data: { author: [{ called: 'Ann' }, { called: 'Bo' }] },
  })
  expect(await server.graphql('{ author { edited { heading } } }')).toMatchObject({
    data: { author: [{ edited: [{}, {}] }, { edited: [] }] },
  })
})

test('two tables may swap their names', async () => {
  await server.runSql(
    'ALTER TABLE author RENAME TO x; ALTER TABLE article RENAME TO author; ALTER TABLE x RENAME TO article',
  )
  expect(await inconsistencies()).toEqual({ is_consistent: true, inconsistent_objects: [] })
  expect(await server.graphql('{ author(order_by: {id: asc}) { title author { name } } }')).toEqual({
    data: {
      author: [
        { title: 'One', author: { name: 'Ann' } },
        { title: 'Two', author: { name: 'Bo' } },
      ],
    },
  })
})
