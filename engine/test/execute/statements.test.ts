import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database, Queryable } from '../../src/database/database.js'
import { executeRequest } from '../../src/execute/execute-request.js'
import { buildGeneration, type Generation } from '../../src/execute/generation.js'
import { parseMetadata } from '../../src/metadata/parse-metadata.js'
import { SourcePositions } from '../../src/metadata/source-positions.js'
import { oneSource } from '../support/one-source.js'
import { openTestDatabase } from '../support/test-database.js'

const metadata = oneSource([
  {
    table: 'author',
    array_relationships: [
      { name: 'posts', using: { foreign_key_constraint_on: { table: 'post', column: 'author_id' } } },
    ],
  },
  {
    table: 'post',
    object_relationships: [{ name: 'author', using: { foreign_key_constraint_on: 'author_id' } }],
  },
])

/** The database, writing down every statement that goes to it. */
function counting(database: Database, statements: string[]): Database {
  const count = (queryable: Queryable): Queryable => ({
    query: (text, values, name) => {
      statements.push(text)
      return queryable.query(text, values, name)
    },
    exec: (script) => {
      statements.push(script)
      return queryable.exec(script)
    },
  })
  return {
    ...database,
    ...count(database),
    transaction: (work, settings) => {
      statements.push(`BEGIN ${JSON.stringify(settings)}`)
      return database.transaction((tx) => work(count(tx)), settings)
    },
  }
}

describe('the engine', () => {
  let database: Database
  let generation: Generation

  beforeAll(async () => {
    database = await openTestDatabase()
    await database.exec(`
      create table author (id int primary key, name text);
      create table post (id int primary key, author_id int references author (id));
      insert into author select n, 'a' || n from generate_series(1, 20) as n;
      insert into post select n, (n % 20) + 1 from generate_series(1, 100) as n;
    `)
    generation = await buildGeneration(
      parseMetadata({ json: metadata, positions: new SourcePositions() }),
      database,
    )
  })

  afterAll(() => database?.close())

  const statementsOf = async (query: string) => {
    const statements: string[] = []
    const { body } = await executeRequest(
      { query },
      { role: 'admin', variables: { 'x-hasura-role': 'admin' }, isAdmin: true, backendOnly: false },
      {
        database: counting(database, statements),
        generation,
        actions: { env: {} },
        clientHeaders: new Headers(),
      },
    )
    expect(JSON.parse(body)).not.toHaveProperty('errors')
    return statements
  }

  test('asks one statement for each root field, however deep and wide it is', async () => {
    const deep =
      '{ author { name posts { id author { posts_aggregate { aggregate { count } nodes { id } } } } } }'
    expect(await statementsOf(deep)).toHaveLength(1)
    expect(await statementsOf('{ a: author { id } b: author { id } }')).toHaveLength(2)
  })

  test('takes one statement for each mutation, and names the session to event triggers as it begins', async () => {
    const statements = await statementsOf(
      'mutation { update_post(where: {}, _set: { author_id: 1 }) { affected_rows returning { id author_id } } delete_post(where: { id: { _gt: 99 } }) { affected_rows } }',
    )
    expect(statements).toHaveLength(3)
    expect(statements[0]).toMatch(/^BEGIN .*"hasura.user":/)
  })

  test('takes a second one for a mutation that answers with related rows, which it reads when it is done', async () => {
    const statements = await statementsOf(
      'mutation { update_post(where: {}, _set: { author_id: 1 }) { returning { author { posts { id } } } } }',
    )
    expect(statements).toHaveLength(3)
  })

  test('asks nothing for introspection and __typename', async () => {
    expect(await statementsOf('{ __typename __schema { queryType { name } } }')).toEqual([])
  })

  test('builds the schema of a role once', () => {
    const user = { role: 'user', backendOnly: false }
    expect(generation.schemaFor(user)).toBe(generation.schemaFor({ ...user }))
    expect(generation.schemaFor(user)).not.toBe(generation.schemaFor({ ...user, backendOnly: true }))
  })

  test('reads the catalogue with three statements at most', async () => {
    const statements: string[] = []
    await buildGeneration(generation.metadata, counting(database, statements))
    expect(statements.length).toBeLessThanOrEqual(3)
  })
})
