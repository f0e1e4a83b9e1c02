import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asAdmin, startTestServer, type TestServer, users } from './support.js'

let server: TestServer
beforeAll(async () => {
  const permission = { role: 'anonymous', permission: { columns: '*', filter: {} } }
  server = await startTestServer({
    content: { tables: [{ ...users, select_permissions: [permission] }] },
    sql: 'CREATE TABLE users (id int PRIMARY KEY, name text, data jsonb)',
    env: { HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'anonymous' },
  })
})
afterAll(() => server.close())

/** `fragment F0 on T { ...F1 ...F1 } fragment F1 on T { ...F2 ...F2 } …`, each by `spread`. */
function fragments(count: number, type: string, spread: (next: string) => string, last: string): string {
  const links = Array.from({ length: count }, (_, index) => {
    return `fragment F${index} on ${type} { ${spread(`...F${index + 1}`)} }`
  })
  return `${links.join(' ')} fragment F${count} on ${type} { ${last} }`
}

const twice = (next: string) => `${next} ${next}`

function refusal(message: string, path = '$') {
  return { errors: [{ message, extensions: { path, code: 'validation-failed' } }] }
}

const TOO_MANY = refusal('the operation is too large: more than 20000 selections')
const TOO_DEEP = refusal('the operation is too large: nested more than 250 levels deep')

describe('fragments that spread others twice', () => {
  const exponential = `{ users { ...F0 } } ${fragments(30, 'users', twice, 'id')}`

  test('are refused by HTTP at once, for everybody', async () => {
    for (const headers of [asAdmin, {}]) expect(await server.graphql(exponential, headers)).toEqual(TOO_MANY)
  })

  test('are refused where each spread has a field of its own', async () => {
    const spread = (next: string) =>
      `a: __typename b: __type(name: "users") { fields { name } } ${twice(next)}`
    expect(await server.graphql(`{ ...F0 } ${fragments(40, 'query_root', spread, 'no')}`)).toEqual(TOO_MANY)
  })

  test('are refused where only the explanation is asked for', async () => {
    const reply = await server.post('/v1/graphql/explain', { query: { query: exponential } }, asAdmin)
    expect(reply.json).toMatchObject({ error: TOO_MANY.errors[0]?.message, code: 'validation-failed' })
  })

  test('are refused below introspection', async () => {
    const query = `{ __schema { types { ...F0 } } } ${fragments(30, '__Type', twice, 'name')}`
    expect(await server.graphql(query)).toEqual(TOO_MANY)
  })

  test('are answered while they are few', async () => {
    const query = `{ users { ...F0 } } ${fragments(10, 'users', twice, 'id')}`
    expect(await server.graphql(query)).toEqual({ data: { users: [] } })
  })

  test('are refused once one of them is wrong, in the words for that', async () => {
    const query = `{ users { ...F0 } } ${fragments(30, 'users', twice, '...Nothing')}`
    expect(await server.graphql(query)).toMatchObject({
      errors: [{ message: 'reference to undefined fragment "Nothing"' }],
    })
  })
})

describe('depth', () => {
  const once = (next: string) => next

  test('of fragments in each other is bounded', async () => {
    const nested = (count: number) => `{ users { ...F0 } } ${fragments(count, 'users', once, 'id')}`
    expect(await server.graphql(nested(240))).toEqual({ data: { users: [] } })
    expect(await server.graphql(nested(600))).toEqual(TOO_DEEP)
    expect(await server.graphql(nested(20_000))).toEqual(TOO_DEEP)
  })

  test('of fragments that were measured elsewhere is counted from where they stand', async () => {
    const chain = fragments(150, 'users', once, 'id')
    const more = fragments(150, 'users', once, '...F0').replaceAll(/F(\d+)(?= on| })/g, 'G$1')
    const query = `{ users { ...F0 ...G0 } } ${chain} ${more.replace('...G0 }', '...F0 }')}`
    expect(await server.graphql(query)).toEqual(TOO_DEEP)
  })

  test('of brackets is bounded before the document is parsed', async () => {
    const where = (count: number) =>
      `{ users(where: ${'{_not: '.repeat(count)}{}${'}'.repeat(count)}) { id } }`
    expect(await server.graphql(where(200))).toEqual({ data: { users: [] } })
    const refused = refusal('the document is too large: nested more than 250 levels deep', '$.query')
    for (const count of [600, 100_000]) expect(await server.graphql(where(count))).toEqual(refused)
    const lists = `{ users(where: {id: {_in: ${'['.repeat(100_000)}`
    expect(await server.graphql(lists)).toEqual(refused)
  })

  test('of variables is bounded', async () => {
    const query = 'query ($where: users_bool_exp) { users(where: $where) { id } }'
    const ask = async (count: number) => {
      const where = `${'{"_not":'.repeat(count)}{}${'}'.repeat(count)}`
      const body = `{"query":${JSON.stringify(query)},"variables":{"where":${where}}}`
      return (await server.post('/v1/graphql', body, asAdmin)).json
    }
    expect(await ask(200)).toEqual({ data: { users: [] } })
    expect(await ask(600)).toEqual(
      refusal('the variables are too large: nested more than 250 levels deep', '$.variables'),
    )
  })
})

describe('width', () => {
  test('of a document is bounded by its tokens', async () => {
    const reply = await server.graphql(`{ users { ${'id '.repeat(200_001)} } }`)
    expect(reply).toEqual(refusal('the document is too large: more than 200000 tokens', '$.query'))
  })

  test.each([
    ['one field again and again', `{ users { ${'id '.repeat(19_000)} } }`],
    ['one branch again and again', `{ ${'users { id } '.repeat(9000)} }`],
    [
      'a long argument, compared each time',
      `{ ${`users(where: {_and: [${'{} '.repeat(500)}]}) { id } `.repeat(50)} }`,
    ],
    ['many inline fragments', `{ users { ${'... on users { id } '.repeat(9000)} } }`],
    ['a condition of many parts', `{ users(where: {_or: [${'{id: {_eq: 1}} '.repeat(5000)}]}) { id } }`],
  ])('of %s is fine', async (_name, query) => {
    expect(await server.graphql(query)).toEqual({ data: { users: [] } })
  })

  test('of declared variables and of directives costs no more than reading them', async () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `v${index}`)
    const declared = names.map((name) => `$${name}: Int!`).join(' ')
    const variables = Object.fromEntries(names.map((name) => [name, 1]))
    const query = `query (${declared}) { users(where: {id: {_in: [${names.map((name) => `$${name}`).join()}]}}) { id } }`
    const reply = await server.post('/v1/graphql', { query, variables }, asAdmin)
    expect(reply.json).toEqual({ data: { users: [] } })
    const skipped = `{ users { id ${'@skip(if: false) '.repeat(20_000)} } }`
    expect(await server.graphql(skipped)).toEqual(
      refusal(
        "the following directives are used more than once: ['skip']",
        '$.selectionSet.users.selectionSet',
      ),
    )
  })
})

test('an introspection that goes round in circles is refused when its answer fits nowhere', async () => {
  // A condition has two fields that are lists of its own kind: `_and` and `_or`.
  const circles = (count: number): string =>
    count === 0 ? 'name' : `inputFields { type { ofType { ofType { ${circles(count - 1)} } } } }`
  const ask = (count: number, headers: Record<string, string> = {}) =>
    server.graphql(`{ __type(name: "users_bool_exp") { ${circles(count)} } }`, headers)
  expect(await ask(3)).toMatchObject({ data: { __type: { inputFields: expect.any(Array) } } })
  expect(await ask(40)).toEqual(refusal('the answer is too large: more than 2000000 values'))
  expect(await ask(40, asAdmin)).toEqual(refusal('the answer is too large: more than 6000000 values'))
})
