import { describe, expect, test } from 'vitest'
import { bearer, CLAIMS, HS256_KEY, NAMESPACE, openJwtAuth, refusal, sign } from './support.js'

const HS256 = { type: 'HS256', key: HS256_KEY }
const invalid = (message: string) => ({ code: 'jwt-invalid-claims', message, status: 400 })

async function authenticate(settings: object, payload: Record<string, unknown>) {
  const auth = await openJwtAuth({ ...HS256, ...settings })
  return auth.authenticate(bearer(await sign(payload)))
}
const refuse = (settings: object, payload: Record<string, unknown>) =>
  refusal(authenticate(settings, payload))

describe('the place of the claims', () => {
  test('is a literal key, dots and all', async () => {
    expect(await authenticate({ claims_namespace: 'a.b' }, { 'a.b': CLAIMS })).toMatchObject({ role: 'user' })
    expect(await refuse({ claims_namespace: 'a.b' }, { a: { b: CLAIMS } })).toEqual(
      invalid("claims key: 'a.b' not found"),
    )
  })

  test('or a path', async () => {
    expect(
      await authenticate({ claims_namespace_path: '$.a[1].b' }, { a: [0, { b: CLAIMS }] }),
    ).toMatchObject({ role: 'user' })
    expect(await authenticate({ claims_namespace_path: '$' }, CLAIMS)).toMatchObject({ role: 'user' })
    for (const path of ["$['a.b']", "$.['a.b']"]) {
      expect(await authenticate({ claims_namespace_path: path }, { 'a.b': CLAIMS })).toMatchObject({
        role: 'user',
      })
    }
    expect(await refuse({ claims_namespace_path: '$.x' }, CLAIMS)).toEqual(
      invalid("claims not found at claims_namespace_path: '$.x'"),
    )
  })

  test('holds an object, or its text when the format says so', async () => {
    const text = { claims_format: 'stringified_json' }
    expect(await authenticate(text, { [NAMESPACE]: JSON.stringify(CLAIMS) })).toMatchObject({ role: 'user' })
    expect(await refuse({}, { [NAMESPACE]: JSON.stringify(CLAIMS) })).toEqual(
      invalid('expecting a json object when claims_format is json'),
    )
    expect(await refuse(text, { [NAMESPACE]: CLAIMS })).toEqual(
      invalid('expecting a string when claims_format is stringified_json'),
    )
    expect(await refuse(text, { [NAMESPACE]: 'no json' })).toEqual(
      invalid(`expecting stringified json at: 'claims_namespace ${NAMESPACE}', but found: no json`),
    )
  })
})

describe('the claims', () => {
  const withRoles = (roles: unknown, defaultRole: unknown = 'user') => ({
    [NAMESPACE]: { 'x-hasura-allowed-roles': roles, 'x-hasura-default-role': defaultRole },
  })

  test('must hold both role claims', async () => {
    expect(await refuse({}, { [NAMESPACE]: { 'x-hasura-default-role': 'user' } })).toEqual({
      code: 'jwt-missing-role-claims',
      message: 'JWT claim does not contain "x-hasura-allowed-roles"',
      status: 400,
    })
    expect(await refuse({}, { [NAMESPACE]: { 'x-hasura-allowed-roles': ['user'] } })).toMatchObject({
      message: 'JWT claim does not contain "x-hasura-default-role"',
    })
  })

  test('must hold them in the right shape', async () => {
    expect(await refuse({}, withRoles('user'))).toEqual(
      invalid(
        'invalid "x-hasura-allowed-roles"; should be a list of roles: parsing [] failed, expected Array, but encountered String',
      ),
    )
    expect(await refuse({}, withRoles(['user'], ['user']))).toEqual(
      invalid(
        'invalid "x-hasura-default-role"; should be a single role name: parsing Text failed, expected String, but encountered Array',
      ),
    )
  })

  test('must all be text', async () => {
    expect(await refuse({}, { [NAMESPACE]: { ...CLAIMS, 'x-hasura-user-id': 7 } })).toEqual(
      invalid('x-hasura-* claims: parsing Text failed, expected String, but encountered Number'),
    )
  })

  test('are found in any letter case, and others are left out', async () => {
    const claims = {
      'X-Hasura-Allowed-Roles': ['user'],
      'X-HASURA-DEFAULT-ROLE': 'user',
      'X-Hasura-Org': 'o',
      other: 1,
    }
    expect((await authenticate({}, { [NAMESPACE]: claims })).variables).toEqual({
      'x-hasura-role': 'user',
      'x-hasura-org': 'o',
    })
  })
})

describe('a claims map', () => {
  const map = {
    'x-hasura-allowed-roles': { path: '$.roles.all' },
    'x-hasura-default-role': { path: '$.roles.default', default: 'user' },
    'x-hasura-user-id': { path: '$.sub' },
    'x-hasura-org': { path: '$.org', default: 'none' },
    'x-hasura-fixed': 'constant',
  }

  test('gives no default for a claim that is there and null', async () => {
    expect(await refuse({ claims_map: map }, { sub: '7', roles: { all: ['user'] }, org: null })).toEqual(
      invalid('x-hasura-* claims: parsing Text failed, expected String, but encountered Null'),
    )
  })

  test('reads claims from their paths, with defaults and constants', async () => {
    const session = await authenticate({ claims_map: map }, { sub: '7', roles: { all: ['user'] } })
    expect(session).toMatchObject({ role: 'user' })
    expect(session.variables).toEqual({
      'x-hasura-role': 'user',
      'x-hasura-user-id': '7',
      'x-hasura-org': 'none',
      'x-hasura-fixed': 'constant',
    })
  })

  test('may give the roles as constants', async () => {
    const constants = { 'x-hasura-allowed-roles': ['user', 'editor'], 'x-hasura-default-role': 'editor' }
    expect(await authenticate({ claims_map: constants }, {})).toMatchObject({ role: 'editor' })
  })

  test('names what it does not find', async () => {
    expect(await refuse({ claims_map: map }, { roles: { all: ['user'] } })).toEqual(
      invalid('JWT claim from claims_map, "x-hasura-user-id" not found'),
    )
    expect(await refuse({ claims_map: map }, { sub: '7' })).toMatchObject({
      code: 'jwt-missing-role-claims',
      message: 'JWT claim does not contain "x-hasura-allowed-roles"',
    })
    expect(await refuse({ claims_map: map }, { sub: '7', roles: { all: ['user'], default: 1 } })).toEqual(
      invalid(
        'invalid "x-hasura-default-role"; should be a role: parsing Text failed, expected String, but encountered Number',
      ),
    )
  })
})
