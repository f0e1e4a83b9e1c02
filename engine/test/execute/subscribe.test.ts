import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Session } from '../../src/auth/session.js'
import type { Database } from '../../src/database/database.js'
import { buildGeneration, type Generation } from '../../src/execute/generation.js'
import { prepareRequest } from '../../src/execute/prepare-request.js'
import { makeRunContext } from '../../src/execute/run/run-context.js'
import { openSubscription } from '../../src/execute/subscribe/open-subscription.js'
import { parseMetadata } from '../../src/metadata/parse-metadata.js'
import { SourcePositions } from '../../src/metadata/source-positions.js'
import { oneSource } from '../support/one-source.js'
import { openTestDatabase } from '../support/test-database.js'

const metadata = oneSource(
  [
    {
      table: 'message',
      select_permissions: [
        { role: 'user', permission: { columns: ['id', 'text'], filter: { is_public: { _eq: true } } } },
        {
          role: 'limited',
          permission: { columns: ['id'], filter: {}, subscription_root_fields: ['select'] },
        },
        { role: 'author', permission: { columns: ['id', 'rank'], filter: { text: { _eq: 'own' } } } },
      ],
    },
  ],
  { inherited_roles: [{ role_name: 'member', role_set: ['user', 'author'] }] },
)

describe('subscriptions', () => {
  let database: Database
  let generation: Generation

  beforeAll(async () => {
    database = await openTestDatabase()
    await database.exec(
      'create table message (id int primary key, text text, is_public boolean default true, rank int)',
    )
    generation = await buildGeneration(
      parseMetadata({ json: metadata, positions: new SourcePositions() }),
      database,
    )
  })

  beforeEach(() => database.exec('truncate message'))

  afterAll(() => database?.close())

  const open = (query: string, variables: object = {}, role = 'user') => {
    const session: Session = {
      role,
      variables: { 'x-hasura-role': role },
      isAdmin: role === 'admin',
      backendOnly: false,
    }
    const request = prepareRequest({ query, variables }, session, generation)
    const deps = { database, generation, actions: { env: {} }, clientHeaders: new Headers() }
    const subscription = openSubscription(makeRunContext(deps, session, query), request)
    return async (): Promise<unknown> => {
      const data = await subscription.poll()
      return data === null ? null : JSON.parse(data)
    }
  }

  test('§14 a live query sends its answer at first and whenever it has changed', async () => {
    const poll = open('subscription { message(order_by: { id: asc }) { id text } }')
    expect(await poll()).toEqual({ message: [] })
    expect(await poll()).toBeNull()
    await database.exec(`insert into message values (1, 'a', true), (2, 'hidden', false)`)
    expect(await poll()).toEqual({ message: [{ id: 1, text: 'a' }] })
    await database.exec(`update message set text = 'b' where id = 2`)
    expect(await poll()).toBeNull()
  })

  test('§14 a stream sends each row once, in batches, in the order of its cursor', async () => {
    await database.exec(`insert into message select n, 'm' || n, n <> 3 from generate_series(1, 5) as n`)
    const poll = open(
      'subscription ($n: Int!) { s: message_stream(cursor: [{ initial_value: { id: 1 } }], batch_size: $n, where: { id: { _lt: 9 } }) { id } }',
      { n: 2 },
    )
    expect(await poll()).toEqual({ s: [{ id: 2 }, { id: 4 }] })
    expect(await poll()).toEqual({ s: [{ id: 5 }] })
    expect(await poll()).toBeNull()
    await database.exec(`insert into message values (6, 'new')`)
    expect(await poll()).toEqual({ s: [{ id: 6 }] })
  })

  test('§14 a stream leaves out rows whose cursor column an inherited role does not see', async () => {
    await database.exec(
      `insert into message values (1, 'a', true, 10), (2, 'own', true, 20), (3, 'own', true, 30), (4, 'b', true, 40)`,
    )
    const poll = open(
      'subscription { message_stream(cursor: { initial_value: { rank: 0 } }, batch_size: 5) { id rank } }',
      {},
      'member',
    )
    expect(await poll()).toEqual({
      message_stream: [
        { id: 2, rank: 20 },
        { id: 3, rank: 30 },
      ],
    })
    expect(await poll()).toBeNull()
  })

  test('§14 a stream may run backwards', async () => {
    await database.exec(`insert into message values (1, 'a'), (2, 'b'), (3, 'c')`)
    const poll = open(
      'subscription { message_stream(cursor: { initial_value: { id: 3 }, ordering: DESC }, batch_size: 1) { id } }',
    )
    expect(await poll()).toEqual({ message_stream: [{ id: 2 }] })
    expect(await poll()).toEqual({ message_stream: [{ id: 1 }] })
    expect(await poll()).toBeNull()
  })

  test.each([
    [
      'subscription { message { id } message_by_pk(id: 1) { id } }',
      '$',
      'subscriptions must select one top level field',
      'user',
    ],
    [
      'subscription { message_by_pk(id: 1) { id } }',
      '$.selectionSet.message_by_pk',
      "field 'message_by_pk' not found in type: 'subscription_root'",
      'limited',
    ],
    [
      'subscription { message_stream(cursor: [], batch_size: 1) { id } }',
      '$.selectionSet.message_stream',
      "field 'message_stream' not found in type: 'subscription_root'",
      'limited',
    ],
    [
      'subscription { message_stream(cursor: { initial_value: { id: 1, text: "" } }, batch_size: 1) { id } }',
      '$.selectionSet.message_stream.args',
      'multiple column cursors are not supported yet',
      'user',
    ],
    ['subscription { message { id } }', '$', 'no subscriptions exist', 'nobody'],
  ])('§2.5 %s is refused', (query, path, message, role) => {
    expect(() => open(query, {}, role)).toThrow(
      expect.objectContaining({ path, message, code: 'validation-failed' }),
    )
  })
})
