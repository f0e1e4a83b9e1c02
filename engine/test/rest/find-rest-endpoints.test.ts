import { expect, test } from 'vitest'
import { parseMetadata } from '../../src/metadata/parse-metadata.js'
import { SourcePositions } from '../../src/metadata/source-positions.js'
import { findRestEndpoints } from '../../src/rest/find-rest-endpoints.js'

const queries = {
  plain: 'query { x }',
  shorthand: '{ x }',
  two: 'query A { x } query B { x }',
  fragments: 'query { ...f } fragment f on query_root { x }',
  watching: 'subscription { x }',
}

interface Endpoint {
  url: string
  methods?: string[]
  query?: string
  collection?: string
}

/** Reasons and places of what is wrong with endpoints named a, b, c … */
function problems(...endpoints: Endpoint[]): [string, unknown][] {
  const json = {
    version: 3,
    query_collections: [
      {
        name: 'all',
        definition: { queries: Object.entries(queries).map(([name, query]) => ({ name, query })) },
      },
    ],
    rest_endpoints: endpoints.map(
      ({ url, methods = ['GET'], query = 'plain', collection = 'all' }, index) => ({
        name: 'abcdef'[index],
        url,
        methods,
        definition: { query: { collection_name: collection, query_name: query } },
      }),
    ),
  }
  const metadata = parseMetadata({ json, positions: new SourcePositions() })
  return findRestEndpoints(metadata).inconsistencies.map(({ reason, path }) => [reason, path?.[1]])
}

// Hasura.RQL.DDL.Schema.Cache, `resolveEndpoint` and the wording of `InconsistentMetadata`.
test.each<[Endpoint, string]>([
  [
    { url: 'x', collection: 'no' },
    'Inconsistent object: in endpoint a: collection with name no does not exist',
  ],
  [
    { url: 'x', query: 'no' },
    'Inconsistent object: in endpoint a: query with name no does not exist in collection all',
  ],
  [
    { url: 'x', query: 'watching' },
    'Inconsistent object: in endpoint a: query with name watching is a subscription',
  ],
  [
    { url: 'x', query: 'two' },
    'Inconsistent object: in endpoint a: query with name two has multiple definitions.',
  ],
  [
    { url: 'x', query: 'fragments' },
    'Inconsistent object: in endpoint a: query with name fragments has multiple definitions.',
  ],
  [
    { url: 'x', query: 'shorthand' },
    'Inconsistent object: in endpoint a: query with name shorthand has multiple definitions.',
  ],
  [{ url: 'x//y' }, 'Empty segments or unnamed variables are not allowed: x//y'],
  [{ url: '/x' }, 'Empty segments or unnamed variables are not allowed: /x'],
  [{ url: 'x/' }, 'Empty segments or unnamed variables are not allowed: x/'],
  [{ url: 'x/:' }, 'Empty segments or unnamed variables are not allowed: x/:'],
  [{ url: 'x/:id/y/:id' }, 'Duplicate variables found in endpoint path: x/:id/y/:id'],
])('an endpoint cannot be %j', (endpoint, reason) => {
  expect(problems(endpoint)).toEqual([[reason, 0]])
})

test.each<[string, Endpoint[], string[]]>([
  ['a variable beside a word', [{ url: ':x' }, { url: 'y' }], [':x, y']],
  ['variables across each other', [{ url: ':x/b' }, { url: 'a/:y' }], [':x/b, a/:y']],
  ['one path twice', [{ url: 'a/:x' }, { url: 'a/:y' }], ['a/:x, a/:y']],
  ['what only a third connects', [{ url: 'a' }, { url: ':x' }, { url: 'b' }], ['a, :x, b']],
  ['two groups', [{ url: 'a' }, { url: 'a' }, { url: 'b/c' }, { url: 'b/:x' }], ['a, a', 'b/c, b/:x']],
  ['other methods', [{ url: ':x' }, { url: 'y', methods: ['POST'] }], []],
  ['other lengths', [{ url: 'y/z' }, { url: ':x' }], []],
  ['other words', [{ url: 'a/:x/c' }, { url: 'a/:x/d' }], []],
])('paths may be ambiguous: %s', (_name, endpoints, groups) => {
  expect(problems(...endpoints).map(([reason]) => reason)).toEqual(
    groups.map((urls) => `Ambiguous URL paths: ${urls}`),
  )
})
