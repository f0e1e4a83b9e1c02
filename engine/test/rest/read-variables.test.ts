import { type OperationDefinitionNode, parse } from 'graphql'
import { expect, test } from 'vitest'
import { JsonNumber } from '../../src/json/json.js'
import { type GivenValue, readVariables } from '../../src/rest/read-variables.js'

function read(declaration: string, ...given: [string, GivenValue][]): unknown {
  // The text holds one operation.
  const [operation] = parse(`query (${declaration}) { x }`).definitions as OperationDefinitionNode[]
  return readVariables(operation?.variableDefinitions ?? [], given)
}

// Hasura.Server.Rest, `resolveVar`
test.each<[string, string, unknown]>([
  ['$v: Int', '12', 12],
  ['$v: Int!', 'twelve', 'twelve'],
  ['$v: Int', 'true', 'true'],
  ['$v: numeric', '1.50', new JsonNumber('1.50')],
  ['$v: float8!', '2.5', 2.5],
  ['$v: bigint', '12', '12'],
  ['$v: String', '12', '12'],
  ['$v: String!', '', ''],
  ['$v: uuid', 'null', 'null'],
  ['$v: Boolean', 'false', false],
  ['$v: Boolean!', '', true],
  ['$v: Boolean', '1', '1'],
])('%s reads the text %j', (declaration, text, value) => {
  expect(read(declaration, ['v', { text }])).toEqual({ v: value })
})

test('a nullable variable takes an empty text for none', () => {
  expect(read('$v: Int = 3', ['v', { text: '' }])).toEqual({})
  expect(read('$v: String')).toEqual({})
})

test('a body gives what it holds', () => {
  expect(read('$v: [Int!]', ['v', { json: [1, 2] }])).toEqual({ v: [1, 2] })
})

test('the last of a name counts', () => {
  expect(read('$v: Int', ['v', { json: 1 }], ['v', { text: '2' }])).toEqual({ v: 2 })
})

test.each<[string, [string, GivenValue], string]>([
  ['$v: Int', ['w', { text: '1' }], 'Unexpected variable w'],
  [
    '$v: [Int!]!',
    ['v', { text: '1,2' }],
    'List variables are not currently supported in URL or Query parameters. (Variable v, with value "1,2")',
  ],
])('%s refuses %j', (declaration, given, message) => {
  expect(() => read(declaration, given)).toThrow(message)
})

test('what cannot be a name of GraphQL is passed over', () => {
  expect(read('$v: Int', ['utm-source', { text: 'x' }])).toEqual({})
})
