import { expect, test } from 'vitest'
import { hookRequest } from '../../src/server/hook-request.js'

test.each([
  [{ query: '{ a }', extensions: { b: 1 }, id: 2 }, { query: '{ a }' }],
  [
    { query: '{ a }', variables: {}, operationName: 'A' },
    { query: '{ a }', variables: {}, operationName: 'A' },
  ],
  [{ query: '{ a }', variables: null, operationName: null }, { query: '{ a }' }],
  [
    [{ query: '{ a }', more: 1 }, { query: '{ b }' }],
    [{ query: '{ a }' }, { query: '{ b }' }],
  ],
  [[], []],
  [{ type: 'run_sql' }, null],
  [[{ query: '{ a }' }, {}], null],
  [[[{ query: '{ a }' }]], null],
  ['{ a }', null],
])('an auth hook gets of %j what Hasura knows: %j', (body, request) => {
  expect(hookRequest(body)).toEqual(request)
})
