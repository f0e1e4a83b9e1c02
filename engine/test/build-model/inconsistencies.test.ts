import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.js'
import { buildGeneration } from '../../src/execute/generation.js'
import { parseMetadata } from '../../src/metadata/parse-metadata.js'
import { SourcePositions } from '../../src/metadata/source-positions.js'
import { oneSource } from '../support/one-source.js'
import { openTestDatabase } from '../support/test-database.js'

interface Rest {
  tables?: unknown[]
  functions?: unknown[]
  actions?: unknown[]
}

describe('metadata that does not fit the database', () => {
  let database: Database

  beforeAll(async () => {
    database = await openTestDatabase()
    await database.exec(`
      create table author (id int primary key, name text);
      create table article (id int primary key, author_id int references author (id));
      create table colour (value text primary key);
      create function f() returns int language sql as 'select 1';
      create function over(int) returns setof author language sql stable as 'select * from author';
      create function over(text) returns setof author language sql stable as 'select * from author';
      create function everyone() returns setof author language sql stable as 'select * from author';
      create function worded(word text, a author) returns text language sql stable as 'select word';
      create function loose(a author) returns text language sql volatile as 'select a.name';
    `)
  })

  afterAll(() => database?.close())

  const inconsistenciesOf = async (
    tables: unknown[],
    rest: { functions?: unknown[]; actions?: unknown[]; customization?: object } = {},
  ) => {
    const json = oneSource(tables, rest)
    const metadata = parseMetadata({ json, positions: new SourcePositions() })
    const { model } = await buildGeneration(metadata, database)
    return model.inconsistencies.map(({ path, type, reason }) => [path?.join('.'), type, reason])
  }

  const permission = (rule: object) => [{ role: 'user', permission: { columns: ['id'], filter: rule } }]

  test.each([
    ['allArticles', 'all_articles', 'field definition conflicts with field "allArticlesAggregate"'],
    ['articlesAggregate', 'articles', 'field definition conflicts with field "articlesAggregate"'],
  ])('relationships %s and %s, which the convention makes alike', async (first, second, reason) => {
    const using = { foreign_key_constraint_on: { table: 'article', column: 'author_id' } }
    const names = [first, second].map((name) => ({ name, using }))
    const tables = [{ table: 'author', array_relationships: names }, { table: 'article' }]
    const customization = { naming_convention: 'graphql-default' }
    expect(await inconsistenciesOf(tables, { customization })).toMatchObject([
      ['sources.0.tables.0.array_relationships.1', 'array_relation', expect.stringContaining(reason)],
    ])
    expect(await inconsistenciesOf(tables)).toEqual([])
  })

  test('a table that is not there', async () => {
    expect(await inconsistenciesOf([{ table: 'nope' }])).toEqual([
      ['sources.0.tables.0', 'table', 'Inconsistent object: no such table/view exists in source: "nope"'],
    ])
  })

  test.each([
    ['a column', { columns: ['nope'], filter: {} }, '"nope" does not exist'],
    ['a column in a rule', { columns: ['id'], filter: { nope: { _eq: 1 } } }, '"nope" does not exist'],
    ['an operator', { columns: ['id'], filter: { id: { _is: 1 } } }, 'unknown operator "_is"'],
    [
      'a table of _exists',
      { columns: ['id'], filter: { _exists: { _table: 'nope', _where: {} } } },
      '_exists names an unknown table: "nope"',
    ],
    ['a list', { columns: ['id'], filter: { _and: {} } }, 'expected a list, not {}'],
  ])('a permission that names an unknown %s', async (_, definition, message) => {
    expect(
      await inconsistenciesOf([
        { table: 'author', select_permissions: [{ role: 'user', permission: definition }] },
      ]),
    ).toEqual([
      [
        'sources.0.tables.0.select_permissions.0',
        'select_permission',
        `Inconsistent object: in table "author": in permission for role "user": ${message}`,
      ],
    ])
  })

  test('the rest of the table stays', async () => {
    const tables = [
      {
        table: 'author',
        select_permissions: [
          ...permission({ nope: 1 }),
          { role: 'other', permission: { columns: ['id'], filter: {} } },
        ],
      },
    ]
    expect(await inconsistenciesOf(tables)).toHaveLength(1)
  })

  test.each([
    [
      'without a foreign key',
      { name: 'r', using: { foreign_key_constraint_on: 'id' } },
      'no foreign constraint exists on the given column(s)',
    ],
    [
      'named like a column',
      { name: 'id', using: { foreign_key_constraint_on: 'author_id' } },
      'field definition conflicts with postgres column "id"',
    ],
  ])('a relationship %s', async (_, relationship, message) => {
    expect(await inconsistenciesOf([{ table: 'article', object_relationships: [relationship] }])).toEqual([
      [
        'sources.0.tables.0.object_relationships.0',
        'object_relation',
        `Inconsistent object: in table "article": in relationship "${relationship.name}": ${message}`,
      ],
    ])
  })

  test('a relationship to a table that is not tracked', async () => {
    const tables = [
      {
        table: 'article',
        object_relationships: [{ name: 'r', using: { foreign_key_constraint_on: 'author_id' } }],
      },
    ]
    const [problem] = await inconsistenciesOf(tables)
    expect(problem?.[2]).toBe('Inconsistent object: table "author" is not tracked')
  })

  test('a relationship by the key of a table that is not tracked', async () => {
    const using = { foreign_key_constraint_on: { table: 'article', column: 'author_id' } }
    const [problem] = await inconsistenciesOf([
      { table: 'author', array_relationships: [{ name: 'r', using }] },
    ])
    expect(problem?.[2]).toBe(
      'Inconsistent object: in table "author": in relationship "r": table "article" does not exist in source: default',
    )
  })

  test('a relationship whose aggregate is named like a column of another name', async () => {
    const [problem] = await inconsistenciesOf([
      {
        table: 'author',
        configuration: { column_config: { name: { custom_name: 'articles_aggregate' } } },
        array_relationships: [
          {
            name: 'articles',
            using: { foreign_key_constraint_on: { table: 'article', column: 'author_id' } },
          },
        ],
      },
      { table: 'article' },
    ])
    expect(problem?.[2]).toBe(
      'Inconsistent object: in table "author": in relationship "articles": field definition conflicts with custom field name for postgres column "name"',
    )
  })

  test('two columns of one name', async () => {
    const configuration = { column_config: { name: { custom_name: 'id' } } }
    const [problem] = await inconsistenciesOf([{ table: 'author', configuration }])
    expect(problem?.[2]).toBe('Inconsistent object: the columns "id" and "name" have the same name "id"')
  })

  test.each([
    [
      'a table of the same name',
      { tables: [{ table: 'article', configuration: { custom_name: 'author' } }] },
      'sources.0.tables.1',
      'Found conflicting definitions for "author": table author in source default, table article in source default',
    ],
    [
      'a root field of the same name',
      {
        tables: [
          { table: 'article', configuration: { custom_root_fields: { delete: 'delete_author_by_pk' } } },
        ],
      },
      'sources.0.tables.1',
      "Encountered conflicting definitions in the selection set for 'mutation_root' for field 'delete_author_by_pk' defined in [table author in source default, table article in source default]. Fields must not be defined more than once across all sources.",
    ],
    [
      'a function of the same name',
      { functions: [{ function: 'everyone', configuration: { custom_name: 'author' } }] },
      'sources.0.functions.0',
      "in function \"everyone\": Encountered conflicting definitions in the selection set for 'query_root' for field 'author' defined in [table author in source default, function everyone in source default]. Fields must not be defined more than once across all sources.",
    ],
    [
      'an action of the same name',
      {
        actions: [
          {
            name: 'insert_author',
            definition: { type: 'mutation', handler: 'x', output_type: 'Int', arguments: [] },
          },
        ],
      },
      'actions.0',
      "Encountered conflicting definitions in the selection set for 'mutation_root' for field 'insert_author' defined in [table author in source default, action insert_author]. Fields must not be defined more than once across all sources.",
    ],
  ])('a table and %s', async (_, { tables = [], ...rest }: Rest, path, message) => {
    const problems = await inconsistenciesOf([{ table: 'author' }, ...tables], rest)
    expect(problems.map(([place, , reason]) => [place, reason])).toEqual([
      [path, `Inconsistent object: ${message}`],
    ])
  })

  test('an enum table without rows', async () => {
    const [problem] = await inconsistenciesOf([{ table: 'colour', is_enum: true }])
    expect(problem?.[2]).toContain('cannot be used as an enum because the table must have at least one row')
  })

  test.each([
    ['nope', 'no such function exists in postgres : "nope"'],
    ['over', 'function "over" is overloaded. Overloaded functions are not supported'],
    ['f', 'the function "f" cannot be tracked because the function does not return a "COMPOSITE" type'],
  ])('a tracked function %s', async (name, message) => {
    expect(await inconsistenciesOf([{ table: 'author' }], { functions: [{ function: name }] })).toEqual([
      ['sources.0.functions.0', 'function', `Inconsistent object: in function "${name}": ${message}`],
    ])
  })

  test.each([
    [
      { function: 'loose' },
      'because the function "loose" is of type VOLATILE; cannot be added as a computed field',
    ],
    [
      { function: 'loose', table_argument: 'b' },
      'for the following reasons:\n  • the function "loose" is of type VOLATILE; cannot be added as a computed field\n  • "b" is not an input argument of "loose" function\n',
    ],
    [{ function: 'everyone' }, 'because the function "everyone" has no input arguments'],
    [
      { function: 'worded' },
      'for the following reasons:\n  • first argument of the function "worded" is not COMPOSITE type\n  • first argument of the function "worded" of type "text" is not the table to which the computed field is being added\n',
    ],
    [
      { function: 'worded', table_argument: 'a', session_argument: 'word' },
      'because given session argument "word" is not of type json',
    ],
  ])('a computed field of %j', async (definition, reasons) => {
    const [problem] = await inconsistenciesOf([
      { table: 'author', computed_fields: [{ name: 'c', definition }] },
    ])
    expect(problem?.[2]).toBe(
      `Inconsistent object: in table "author": in computed field "c": the computed field "c" cannot be added to table "author" ${reasons}`,
    )
  })

  test('an action whose types nobody declares', async () => {
    const action = { name: 'a', definition: { handler: 'x', output_type: 'Nope!', arguments: [] } }
    expect(await inconsistenciesOf([], { actions: [action] })).toEqual([
      [
        'actions.0',
        'action',
        'Inconsistent object: in action "a"; the type: "Nope" is not an object or scalar type defined in custom types',
      ],
    ])
  })
})
