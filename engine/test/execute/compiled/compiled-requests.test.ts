import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeSession } from '../../../src/auth/make-session.js'
import type { Database, Queryable } from '../../../src/database/database.js'
import { CompiledRequests } from '../../../src/execute/compiled/compiled-requests.js'
import { executeRequest } from '../../../src/execute/execute-request.js'
import { buildGeneration, type Generation } from '../../../src/execute/generation.js'
import { parseDocument } from '../../../src/execute/request/parse-document.js'
import { parseMetadata } from '../../../src/metadata/parse-metadata.js'
import { SourcePositions } from '../../../src/metadata/source-positions.js'
import { rolledBack } from '../../conformance/rolled-back.js'
import { oneSource } from '../../support/one-source.js'
import { openTestDatabase } from '../../support/test-database.js'

const OWN = { owner: { _eq: 'X-Hasura-User-Id' } }
const COLUMNS = ['id', 'owner', 'title', 'size', 'tags']
const permissions = {
  select_permissions: [
    { role: 'user', permission: { columns: COLUMNS, filter: OWN, limit: 3, allow_aggregations: true } },
    { role: 'reader', permission: { columns: ['id', 'title'], filter: {} } },
  ],
  insert_permissions: [
    { role: 'user', permission: { columns: COLUMNS, check: OWN, set: { owner: 'X-Hasura-User-Id' } } },
    { role: 'service', permission: { columns: COLUMNS, check: {}, backend_only: true } },
  ],
  update_permissions: [
    { role: 'user', permission: { columns: ['title', 'size', 'tags'], filter: OWN, check: {} } },
  ],
  delete_permissions: [{ role: 'user', permission: { filter: OWN } }],
}
const metadata = oneSource([{ table: 'note', ...permissions }])

type Variables = Record<string, unknown>
type SessionVariables = Record<string, string>
const USER_1 = { 'x-hasura-role': 'user', 'x-hasura-user-id': '1' }
const USER_2 = { 'x-hasura-role': 'user', 'x-hasura-user-id': '2' }
const READER = { 'x-hasura-role': 'reader' }
// Has every value that the statements of another role take.
const READER_1 = { ...USER_1, 'x-hasura-role': 'reader' }
const NOBODY = { 'x-hasura-role': 'user' }
const ADMIN = { 'x-hasura-role': 'admin' }

let database: Database
let generation: Generation
const build = () =>
  buildGeneration(parseMetadata({ json: metadata, positions: new SourcePositions() }), database)

beforeAll(async () => {
  database = await openTestDatabase()
  await database.exec(`
    create table note (id bigint primary key, owner int not null, title text, size numeric, tags jsonb);
    insert into note select n, n % 2 + 1, 'note ' || n, n * 1.5, jsonb_build_object('n', n) from generate_series(1, 20) n;
  `)
  generation = await build()
})
afterAll(() => database?.close())

interface Sent {
  text: string
  name: string | undefined
}

async function ask(
  query: string,
  variables: Variables,
  {
    of = generation,
    as = ADMIN as SessionVariables,
    sent = [] as Sent[],
    on = database,
    operationName = undefined as string | undefined,
  } = {},
): Promise<string> {
  const noting = (inner: Queryable): Queryable => ({
    ...inner,
    query: (text, values, name) => {
      sent.push({ text, name })
      return inner.query(text, values, name)
    },
  })
  const noted: Database = {
    ...on,
    ...noting(on),
    transaction: (work, settings) => on.transaction((tx) => work(noting(tx)), settings),
  }
  const session = makeSession({ variables: as, trusted: true })
  const deps = { database: noted, generation: of, actions: { env: {} }, clientHeaders: new Headers() }
  return (await executeRequest({ query, variables, operationName }, session, deps)).body
}

const BY_KEY = 'query ($id: bigint!) { note_by_pk(id: $id) { id title } }'

describe('a request that comes again', () => {
  test('is neither parsed nor compiled, and runs the statement that the connection has prepared', async () => {
    const insert =
      'mutation ($id: bigint!, $title: String) { insert_note_one(object: {id: $id, owner: 1, title: $title}) { id } }'
    for (const [query, variables] of [
      [BY_KEY, [{ id: 1 }, { id: '2' }, { id: 3 }]],
      [
        insert,
        [
          { id: 101, title: 'a' },
          { id: 102, title: 'b' },
          { id: 103, title: 'c' },
        ],
      ],
    ] as const) {
      const [first, ...others] = variables
      const sent: Sent[] = []
      await ask(query, first, { sent })
      const prepared = vi.spyOn(generation, 'schemaFor').mockClear()
      for (const values of others) expect(await ask(query, values, { sent })).not.toContain('errors')
      expect(prepared).not.toHaveBeenCalled()
      expect(sent).toHaveLength(variables.length)
      expect(new Set(sent.map(({ text }) => text)).size).toBe(1)
      expect(new Set(sent.map(({ name }) => name))).toEqual(new Set([expect.stringMatching(/^request_/)]))
    }
  })

  test('is not even parsed again when it has to be prepared anew', () => {
    expect(parseDocument(BY_KEY)).toBe(parseDocument(BY_KEY))
  })

  test('is another one for other roles, and after a change of the metadata', async () => {
    const sent: Sent[] = []
    await ask(BY_KEY, { id: 1 }, { as: USER_1, sent })
    await ask(BY_KEY, { id: 1 }, { as: READER, sent })
    await ask(BY_KEY, { id: 1 }, { as: READER, sent, of: await build() })
    expect(new Set(sent.map(({ name }) => name)).size).toBe(3)
  })

  test('is another one where permissions for backends do not count', async () => {
    const insert = 'mutation ($id: bigint!) { insert_note(objects: {id: $id, owner: 1}) { affected_rows } }'
    const service = { 'x-hasura-role': 'service' }
    const backend = { ...service, 'x-hasura-use-backend-only-permissions': 'true' }
    const inserted = { data: { insert_note: { affected_rows: 1 } } }
    expect(JSON.parse(await ask(insert, { id: 201 }, { as: backend }))).toEqual(inserted)
    expect(await ask(insert, { id: 202 }, { as: service })).toContain('no mutations exist')
    expect(JSON.parse(await ask(insert, { id: 203 }, { as: backend }))).toEqual(inserted)
  })

  test('is another one for each operation of its document', async () => {
    const both = 'query A { note_by_pk(id: 1) { id } } query B { note_by_pk(id: 2) { id } }'
    const idOf = async (operationName: string) => JSON.parse(await ask(both, {}, { operationName }))
    for (const [name, id] of Object.entries({ A: 1, B: 2 }))
      expect(await idOf(name)).toEqual({ data: { note_by_pk: { id } } })
  })

  const cases: [string, string, Variables[]][] = [
    [
      'a key',
      BY_KEY,
      [
        { id: 1 },
        { id: '2' },
        { id: 'x' },
        { id: 1.5 },
        { id: 1e30 },
        { id: null },
        {},
        { id: true },
        { id: [1] },
        { id: 2, no: 1 },
      ],
    ],
    [
      'a limit',
      'query ($n: Int) { note(limit: $n, order_by: {id: asc}) { id } }',
      [{ n: 1 }, { n: 2 }, { n: 9 }, { n: -1 }, { n: null }, {}, { n: '1' }, { n: 0 }],
    ],
    [
      'an offset',
      'query ($n: Int) { note(offset: $n, order_by: {id: asc}) { id } }',
      [{ n: 1 }, { n: 18 }, { n: null }, { n: 'x' }],
    ],
    [
      'an order',
      'query ($o: order_by) { note(order_by: {id: $o}) { id } }',
      [{ o: 'asc' }, { o: 'desc' }, { o: 'up' }, { o: null }, {}],
    ],
    [
      'a condition',
      'query ($w: note_bool_exp) { note(where: $w, order_by: {id: asc}) { id } }',
      [{ w: { id: { _eq: 1 } } }, { w: { id: { _gt: 18 } } }, { w: {} }, { w: null }, { w: { no: 1 } }],
    ],
    [
      'a comparison',
      'query ($t: String, $s: numeric) { note(where: {title: {_like: $t}, size: {_lt: $s}}, order_by: {id: asc}) { id } }',
      [
        { t: '%1%', s: 20 },
        { t: '%2', s: '9.5' },
        { t: 5, s: 1 },
        { s: 10 },
        { t: null, s: 1 },
        { t: 'x', s: true },
      ],
    ],
    [
      'nulls',
      'query ($n: Boolean) { note(where: {title: {_is_null: $n}}, order_by: {id: asc}) { id } }',
      [{ n: true }, { n: false }, { n: null }, { n: 'true' }],
    ],
    [
      'a list',
      'query ($a: bigint!, $l: [bigint!]) { a: note(where: {id: {_in: [$a, 2]}}, order_by: {id: asc}) { id } b: note(where: {id: {_in: $l}}, order_by: {id: asc}) { id } }',
      [
        { a: 1, l: [3] },
        { a: 4, l: [] },
        { a: 5, l: 6 },
        { a: 7, l: null },
      ],
    ],
    [
      'directives',
      'query ($id: bigint!, $t: Boolean!) { note_by_pk(id: $id) { id title @include(if: $t) size @skip(if: $t) } }',
      [
        { id: 1, t: true },
        { id: 1, t: false },
        { id: 2, t: true },
        { id: 2, t: 'x' },
      ],
    ],
    [
      'JSON',
      'query ($j: jsonb!, $p: String) { note(where: {tags: {_contains: $j}}) { id tags(path: $p) } }',
      [{ j: { n: 1 }, p: 'n' }, { j: 'x', p: '$.n' }, { j: 5 }, { j: '{"n":2}', p: null }],
    ],
    [
      'a default',
      'query ($id: bigint! = 3) { note_by_pk(id: $id) { id } note_aggregate(where: {id: {_lte: $id}}) { aggregate { count } } __typename }',
      [{}, { id: 5 }, { id: null }, { id: '4' }],
    ],
    [
      'an insert',
      'mutation ($id: bigint!, $t: String, $j: jsonb) { insert_note_one(object: {id: $id, title: $t, tags: $j, size: 1, owner: 2}) { id title tags } }',
      [
        { id: 1001, t: 'a', j: 5 },
        { id: 1, t: 'b', j: 'x' },
        { id: 1002, t: null, j: { a: 1 } },
        { id: 1003 },
        { id: 'x' },
      ],
    ],
    [
      'an update',
      'mutation ($id: bigint!, $t: String, $s: numeric!) { update_note_by_pk(pk_columns: {id: $id}, _set: {title: $t}, _inc: {size: $s}) { id title size } delete_note(where: {title: {_eq: $t}}) { affected_rows } }',
      [
        { id: 1, t: 'a', s: 1 },
        { id: 2, t: 'b', s: 2.5 },
        { id: 3, t: null, s: 1 },
        { id: 4, s: 'x' },
      ],
    ],
    [
      'a mutation with __typename',
      'mutation ($id: bigint!) { delete_note_by_pk(id: $id) { id } __typename }',
      [{ id: 1 }, { id: 2 }, { id: 'x' }],
    ],
  ]
  test.each(cases)('answers as one that is prepared by itself: %s', async (_name, query, requests) => {
    const find = CompiledRequests.prototype.find
    for (const as of [ADMIN, USER_1, USER_2, READER, READER_1, NOBODY]) {
      for (const variables of [...requests, ...requests]) {
        const answers: string[] = []
        for (const isCompiled of [false, true]) {
          const spy = vi.spyOn(CompiledRequests.prototype, 'find')
          if (isCompiled) spy.mockImplementation(find)
          else spy.mockReturnValue(null)
          await rolledBack(database, async (on) => void answers.push(await ask(query, variables, { as, on })))
        }
        expect(answers[1], JSON.stringify({ as, variables })).toBe(answers[0])
      }
    }
  })

  test('is not looked for among others when its variables are long or have parts', async () => {
    for (let n = 0; n < 3; n++) {
      const sent: Sent[] = []
      await ask('query ($w: note_bool_exp) { note(where: $w) { id } }', { w: { id: { _eq: n } } }, { sent })
      expect(sent).toEqual([{ text: expect.any(String), name: undefined }])
    }
  })
})
