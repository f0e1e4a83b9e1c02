import { type GraphQLSchema, Kind, parse, validate } from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { findOperations, writtenOperationNames } from '../support/find-operations.js'
import { readRoleSchema } from '../support/role-schema.js'

const operations = await findOperations()
let schema: GraphQLSchema

beforeAll(async () => {
  schema = await readRoleSchema('auth_service')
})

const problemsOf = (document: string) => validate(schema, parse(document)).map(({ message }) => message)

describe('an operation of the functions', () => {
  test.each(operations)('fits what auth_service may do: $name', ({ document }) => {
    expect(problemsOf(document)).toEqual([])
  })

  test('is one of a store, so that it stands above', () => {
    const names = operations.flatMap(({ document }) =>
      parse(document).definitions.flatMap((definition) =>
        definition.kind === Kind.OPERATION_DEFINITION ? (definition.name?.value ?? []) : [],
      ),
    )
    expect([...new Set(names)].sort()).toEqual(writtenOperationNames())
  })

  test.each([
    ['a column that is not there', 'query Q { users { nick } }', /Cannot query field "nick"/],
    ['a table that is not there', 'query Q { teams { id } }', /Cannot query field "teams"/],
    [
      'a column that auth_service may not write',
      'mutation M { update_users(where: {}, _set: { disabled_at: null }) { affected_rows } }',
      /Field "disabled_at" is not defined by type "users_set_input"/,
    ],
    [
      'a variable of another type',
      'query Q($id: uuid!) { users_by_pk(id: $id) { id } }',
      /Variable "\$id" of type "uuid!" used in position expecting type "String!"/,
    ],
  ])('would not pass with %s', (_what, document, problem) => {
    expect(problemsOf(document).join('\n')).toMatch(problem)
  })
})
