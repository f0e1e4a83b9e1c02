import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Session } from '../../src/auth/session.js'
import type { Database } from '../../src/database/database.js'
import { createHdbCatalog } from '../../src/database/hdb-catalog/create-hdb-catalog.js'
import { executeRequest } from '../../src/execute/execute-request.js'
import { buildGeneration, type Generation } from '../../src/execute/generation.js'
import { parseMetadata } from '../../src/metadata/parse-metadata.js'
import { SourcePositions } from '../../src/metadata/source-positions.js'
import { openTestDatabase } from '../support/test-database.js'
import { startWebhookServer, type WebhookServer } from '../support/webhook-server.js'

const fields = (types: Record<string, string>) =>
  Object.entries(types).map(([name, type]) => ({ name, type }))

const metadata = (base: string) => ({
  version: 3,
  sources: [
    {
      name: 'default',
      kind: 'postgres',
      configuration: { connection_info: { database_url: 'unused' } },
      tables: [
        {
          table: 'author',
          array_relationships: [
            { name: 'posts', using: { foreign_key_constraint_on: { table: 'post', column: 'author_id' } } },
          ],
          select_permissions: [
            { role: 'user', permission: { columns: ['id', 'name'], filter: { id: { _eq: 1 } } } },
          ],
        },
        { table: 'post' },
      ],
    },
  ],
  actions: [
    {
      name: 'lookUp',
      definition: {
        type: 'query',
        handler: `${base}/look-up`,
        arguments: fields({ input: 'LookUpInput!', colour: 'Colour', extra: 'jsonb' }),
        output_type: 'Found!',
      },
      permissions: [{ role: 'user' }],
    },
    {
      name: 'rename',
      definition: { handler: `${base}/rename`, arguments: fields({ id: 'Int!' }), output_type: '[Found!]' },
    },
    {
      name: 'later',
      definition: {
        kind: 'asynchronous',
        handler: `${base}/later`,
        arguments: fields({ id: 'Int!' }),
        output_type: 'Found',
      },
      permissions: [{ role: 'user' }],
    },
  ],
  custom_types: {
    enums: [{ name: 'Colour', values: [{ value: 'RED' }, { value: 'BLUE' }] }],
    input_objects: [
      { name: 'LookUpInput', fields: fields({ name: 'String!', limit: 'Int', ids: '[uuid!]' }) },
    ],
    scalars: [{ name: 'Stamp' }],
    objects: [
      {
        name: 'Found',
        fields: fields({ id: 'Int!', big: 'bigint', stamp: 'Stamp', nested: 'Inner' }),
        relationships: [
          { name: 'author', type: 'object', remote_table: 'author', field_mapping: { id: 'id' } },
          { name: 'posts', type: 'array', remote_table: 'post', field_mapping: { id: 'author_id' } },
        ],
      },
      { name: 'Inner', fields: fields({ label: 'String', tags: '[String!]' }) },
    ],
  },
})

describe('actions', () => {
  let database: Database
  let webhook: WebhookServer
  let generation: Generation

  beforeAll(async () => {
    webhook = await startWebhookServer()
    database = await openTestDatabase()
    await createHdbCatalog(database)
    await database.exec(`
      create table author (id int primary key, name text);
      create table post (id int primary key, author_id int references author (id), title text);
      insert into author values (1, 'Ann'), (2, 'Bo');
      insert into post values (1, 1, 'a'), (2, 1, 'b'), (3, 2, 'c');
    `)
    const parsed = parseMetadata({ json: metadata(webhook.url), positions: new SourcePositions() })
    generation = await buildGeneration(parsed, database)
  })

  beforeEach(() => {
    webhook.requests.length = 0
  })

  afterAll(async () => {
    await webhook?.close()
    await database?.close()
  })

  const ask = async (query: string, variables?: object, session: Partial<Session> = {}) => {
    const role = session.role ?? 'admin'
    const own = { variables: { 'x-hasura-role': role }, isAdmin: role === 'admin', backendOnly: false }
    const result = await executeRequest(
      { query, variables },
      { role, ...own, ...session },
      {
        database,
        generation,
        actions: { env: {} },
        clientHeaders: new Headers({ 'x-hasura-admin-secret': 's' }),
      },
    )
    const answer: unknown = JSON.parse(result.body)
    return { ...result, answer }
  }

  test('§5.1 the webhook gets exactly the given arguments', async () => {
    webhook.reply = () => ({ body: { id: 1 } })
    await ask(
      'query ($n: String!) { lookUp(input: { name: $n, ids: ["x"] }, extra: { a: [1, null] }) { id } }',
      {
        n: 'Ann',
      },
    )
    expect(webhook.requests[0]?.json).toMatchObject({
      action: { name: 'lookUp' },
      input: { input: { name: 'Ann', ids: ['x'] }, extra: { a: [1, null] } },
    })
  })

  test('§5.1 an explicit null is null, an omitted argument absent', async () => {
    webhook.reply = () => ({ body: { id: 1 } })
    await ask('{ lookUp(input: { name: "n", limit: null }, colour: null) { id } }')
    expect(webhook.requests[0]?.json).toMatchObject({
      input: { input: { name: 'n', limit: null }, colour: null },
    })
    expect(webhook.requests[0]?.json).not.toHaveProperty('input.extra')
  })

  test.each([
    [
      '{ lookUp(input: {}) { id } }',
      '$.selectionSet.lookUp.args.input.name',
      "missing required field 'name'",
    ],
    [
      '{ lookUp(input: { name: 1 }) { id } }',
      '$.selectionSet.lookUp.args.input.name',
      "expected a string for type 'String', but found an integer",
    ],
    [
      '{ lookUp(input: { name: "n" }, colour: GREEN) { id } }',
      '$.selectionSet.lookUp.args.colour',
      "expected one of the values ['RED', 'BLUE'] for type 'Colour', but found 'GREEN'",
    ],
    [
      '{ lookUp(input: { name: "n", nope: 1 }) { id } }',
      '$.selectionSet.lookUp.args.input.nope',
      "field 'nope' not found in type: 'LookUpInput'",
    ],
  ])('§5.4 arguments are validated: %s', async (query, path, message) => {
    const { answer } = await ask(query)
    expect(answer).toEqual({ errors: [{ message, extensions: { path, code: 'validation-failed' } }] })
    expect(webhook.requests).toEqual([])
  })

  test('§5.3 the answer is cut to what was asked for, missing nullable fields are null', async () => {
    webhook.reply = () => ({
      body: '{"id": 1, "big": 9007199254740993, "stamp": {"any": ["json"]}, "nested": {"label": "l", "tags": ["a"]}, "more": 1}',
    })
    const { body } = await ask(
      '{ lookUp(input: { name: "n" }) { __typename x: id big stamp nested { label tags } } }',
    )
    expect(body).toBe(
      '{"data":{"lookUp":{"__typename":"Found","x":1,"big":9007199254740993,"stamp":{"any":["json"]},"nested":{"label":"l","tags":["a"]}}}}',
    )
  })

  test('§5.4 relationships lead to tables, one statement for each whatever the number of rows', async () => {
    webhook.reply = () => ({ body: [{ id: 1 }, { id: 2 }, { id: 9 }] })
    const { answer } = await ask(
      'mutation { rename(id: 1) { id author { name } posts(order_by: { id: desc }) { title } } }',
    )
    expect(answer).toEqual({
      data: {
        rename: [
          { id: 1, author: { name: 'Ann' }, posts: [{ title: 'b' }, { title: 'a' }] },
          { id: 2, author: { name: 'Bo' }, posts: [{ title: 'c' }] },
          { id: 9, author: null, posts: [] },
        ],
      },
    })
  })

  test('§5.4 the permissions of the table apply, and without any the relationship is absent', async () => {
    webhook.reply = () => ({ body: { id: 2 } })
    const seen = await ask('{ lookUp(input: { name: "n" }) { author { name } } }', {}, { role: 'user' })
    expect(seen.answer).toEqual({ data: { lookUp: { author: null } } })
    const absent = await ask('{ lookUp(input: { name: "n" }) { posts { id } } }', {}, { role: 'user' })
    expect(absent.answer).toMatchObject({ errors: [{ message: "field 'posts' not found in type: 'Found'" }] })
  })

  test('§5.4 an action does not exist for roles that may not call it', async () => {
    const { answer } = await ask('mutation { rename(id: 1) { id } }', {}, { role: 'user' })
    expect(answer).toMatchObject({
      errors: [{ message: "field 'rename' not found in type: 'mutation_root'" }],
    })
  })

  test('§5.2 cookies of a mutation go to the client, those of a query do not', async () => {
    webhook.reply = () => ({ body: [], headers: { 'set-cookie': 'a=b' } })
    expect((await ask('mutation { rename(id: 1) { id } }')).setCookies).toEqual(['a=b'])
    webhook.reply = () => ({ body: { id: 1 }, headers: { 'set-cookie': 'a=b' } })
    expect((await ask('{ lookUp(input: { name: "n" }) { id } }')).setCookies).toEqual([])
  })

  test('§5.4 the first failing field fails the whole request', async () => {
    webhook.reply = ({ path }) =>
      path === '/rename' ? { body: [] } : { status: 400, body: { message: 'no', code: 'nope' } }
    const { answer } = await ask('query { author { id } lookUp(input: { name: "n" }) { id } }')
    expect(answer).toMatchObject({ errors: [{ message: 'no', extensions: { path: '$', code: 'nope' } }] })
  })

  describe('asynchronous', () => {
    const user = (id: string): Partial<Session> => ({
      role: 'user',
      variables: { 'x-hasura-role': 'user', 'x-hasura-user-id': id },
      isAdmin: false,
    })

    const enqueue = async () => {
      const { answer } = await ask('mutation { later(id: 1) }', {}, user('1'))
      const { rows } = await database.query<{ id: string }>(
        'select id from hdb_catalog.hdb_action_log order by created_at desc limit 1',
      )
      const id = rows[0]?.id ?? ''
      expect(answer).toEqual({ data: { later: id } })
      return id
    }

    const result = 'query ($id: uuid!) { later(id: $id) { id errors output { id author { name } } } }'

    test('§5.5 gives an id at once and keeps the call for a worker, without the admin secret', async () => {
      const id = await enqueue()
      const { rows } = await database.query(
        'select input_payload, request_headers, status from hdb_catalog.hdb_action_log where id = $1',
        [id],
      )
      expect(rows).toEqual([{ input_payload: '{"id": 1}', request_headers: '{}', status: 'created' }])
    })

    test('§5.5 has neither output nor errors until it is done', async () => {
      const id = await enqueue()
      expect((await ask(result, { id }, user('1'))).answer).toEqual({
        data: { later: { id, errors: null, output: null } },
      })
    })

    test('§5.5 gives the output with its relationships, to the session that asked', async () => {
      const id = await enqueue()
      await database.query(
        `update hdb_catalog.hdb_action_log set response_payload = '{"id": 1}', status = 'completed' where id = $1`,
        [id],
      )
      const answer = { data: { later: { id, errors: null, output: { id: 1, author: { name: 'Ann' } } } } }
      expect((await ask(result, { id }, user('1'))).answer).toEqual(answer)
      expect((await ask(result, { id })).answer).toEqual(answer)
      expect((await ask(result, { id }, user('2'))).answer).toEqual({ data: { later: null } })
    })

    test('§5.5 shows errors, what lies behind them to admins only', async () => {
      const id = await enqueue()
      const error = { code: 'nope', path: '$', error: 'no', internal: { secret: 1 } }
      await database.query('update hdb_catalog.hdb_action_log set errors = $2::jsonb where id = $1', [
        id,
        JSON.stringify(error),
      ])
      const { internal: _, ...visible } = error
      expect(
        (await ask('query ($id: uuid!) { later(id: $id) { errors } }', { id }, user('1'))).answer,
      ).toEqual({ data: { later: { errors: visible } } })
      expect((await ask('query ($id: uuid!) { later(id: $id) { errors } }', { id })).answer).toEqual({
        data: { later: { errors: error } },
      })
    })
  })
})
