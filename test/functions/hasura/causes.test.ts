import { describe, expect, test } from 'vitest'
import { causes, missingRole } from '../../../functions/hasura/causes.js'
import { explainRefusal, findCause } from '../../../functions/hasura/explain-refusal.js'
import { HasuraRefusal } from '../../../functions/hasura/operation.js'
import type { Refusal } from '../../../functions/hasura/send.js'

const verify = (detail: string) => ({ code: 'invalid-jwt', message: `Could not verify JWT: ${detail}` })
const claims = (message: string) => ({ code: 'jwt-invalid-claims', message })
const schema = (message: string) => ({ code: 'validation-failed', message })
const constraint = (message: string) => ({ code: 'constraint-violation', message })
const postgres = (sqlState: string) => ({ code: 'unexpected', message: 'database query error', sqlState })
const fragment = 'fragment C on users { plan memberships { organisation } }'

/** What Hasura says in its own words, in the order of the table, with what the operator and the caller read. */
const rows: [Refusal, string, RegExp][] = [
  [verify('JWTIssuedAtFuture'), 'misconfigured', /issued in the future by its clock/],
  [verify('JWTExpired'), 'misconfigured', /expired by its/],
  [verify('JWTNotInIssuer'), 'misconfigured', /: issuer: HASURA_GRAPHQL_JWT_SECRET/],
  [verify('JWTNotInAudience'), 'misconfigured', /: audience: /],
  [verify('JWSError NoUsableKeys'), 'misconfigured', /: algorithm: it has no key for ours; type /],
  [verify('JWSError JWSInvalidSignature'), 'misconfigured', /: signature or algorithm: key and type /],
  [verify('something new'), 'misconfigured', /HASURA_GRAPHQL_JWT_SECRET must be the same there and here$/],
  [claims('JWT claim from claims_map, "x-hasura-user-id" not found'), 'misconfigured', /claims_map/],
  [claims('expecting a string when claims_format is stringified_json'), 'misconfigured', /claims_format/],
  [claims("claims key: 'https://other' not found"), 'misconfigured', /claims_namespace of/],
  [claims('something new'), 'misconfigured', /must be the same there and here$/],
  [{ code: 'jwt-missing-role-claims', message: '' }, 'misconfigured', /claims_map or claims_namespace/],
  [{ code: 'invalid-headers', message: "Missing 'Authorization'" }, 'misconfigured', /header of/],
  [
    {
      code: 'access-denied',
      message: '"x-hasura-admin-secret"/"x-hasura-access-key" required, but not found',
    },
    'misconfigured',
    /it reads none/,
  ],
  [
    { code: 'access-denied', message: 'Your requested role is not in allowed roles' },
    'misconfigured',
    /the same/,
  ],
  [
    schema("field 'insert_users_one' not found in type: 'mutation_root'"),
    'misconfigured',
    /insert_users_one for auth_service: apply .* did not read our token/,
  ],
  [
    schema("field 'plan' not found in type: 'users'"),
    'misconfigured',
    /CUSTOM_CLAIMS asks for plan of users/,
  ],
  [
    schema("missing selection set for 'memberships'"),
    'misconfigured',
    /CUSTOM_CLAIMS asks for memberships without saying what of it/,
  ],
  [
    schema("'plan' has no argument named 'where'"),
    'misconfigured',
    /CUSTOM_CLAIMS gives plan the argument where, which/,
  ],
  [
    schema("directive 'C' is not defined in the schema"),
    'misconfigured',
    /CUSTOM_CLAIMS uses the directive C/,
  ],
  [
    schema("field 'github_roles' not found in type: 'users_insert_input'"),
    'misconfigured',
    /github_roles of users_insert_input: apply the migrations/,
  ],
  [schema('unexpected variables in variableValues: x'), 'misconfigured', /: apply the migrations/],
  [
    constraint(
      'Foreign key violation. insert or update on table "user_roles" violates foreign key constraint "user_roles_role_fkey"',
    ),
    'misconfigured',
    /GITHUB_ROLE_MAP gives a role/,
  ],
  [
    constraint(
      'Not-NULL violation. null value in column "tenant" of relation "users" violates not-null constraint',
    ),
    'misconfigured',
    /own column tenant of users/,
  ],
  [
    constraint('Uniqueness violation. duplicate key value violates unique constraint "users_login_own"'),
    'database-refuses',
    /constraint users_login_own/,
  ],
  [
    {
      code: 'permission-error',
      message:
        'Check constraint violation. new row for relation "users" violates check constraint "own_check"',
    },
    'database-refuses',
    /constraint own_check/,
  ],
  [
    { code: 'permission-error', message: 'Check constraint violation. ada@example.org is not wanted' },
    'database-refuses',
    /a trigger raises a check_violation$/,
  ],
  [
    { code: 'data-exception', message: 'invalid input syntax for type uuid: "ada@example.org"' },
    'database-refuses',
    /cannot read a value/,
  ],
  [{ code: 'postgres-error', message: 'query execution failed' }, 'misconfigured', /apply the migrations/],
  [postgres('25006'), 'database-refuses', /read-only$/],
  [postgres('53100'), 'database-refuses', /is full/],
  [postgres('53300'), 'hasura-unavailable', /out of connections/],
  [postgres('P0001'), 'misconfigured', /trigger of your own raises/],
  [postgres('42501'), 'misconfigured', /lacks a table, a column or a right/],
  [
    { code: 'unexpected', message: 'database query error' },
    'database-refuses',
    /read-only or full, or a trigger of your own/,
  ],
  [{ code: 'unexpected', message: 'connection error' }, 'hasura-unavailable', /does not reach Postgres/],
  [
    { code: 'postgres-max-connections-error', message: 'max connections reached' },
    'hasura-unavailable',
    /out of connections/,
  ],
]

describe('causes', () => {
  test.each(rows)('%o is named', (refusal, failure, reason) => {
    const error = explainRefusal(refusal, fragment)
    expect([error.code, error.reason]).toEqual([failure, expect.stringMatching(reason)])
    expect(error.reason).toContain(refusal.code)
    expect(error.reason).not.toMatch(/\$\d|ada@example|https:\/\/other/)
  })

  test('every one of the table is met by a row above, in its order', () => {
    expect(rows.map(([refusal]) => findCause(refusal, fragment))).toEqual(causes)
  })

  test('CUSTOM_CLAIMS is blamed only for what it asks for', () => {
    const refusal = schema("field 'plan' not found in type: 'users'")
    expect(explainRefusal(refusal, 'fragment C on users { planned }').reason).not.toContain('CUSTOM_CLAIMS')
    expect(explainRefusal(refusal).reason).toContain('plan of users: apply')
  })

  test('what may be about one request alone is a refusal that callers can ask about', () => {
    const ofRows = rows
      .map(([refusal]) => explainRefusal(refusal))
      .filter((error) => error instanceof HasuraRefusal)
    expect(ofRows).toHaveLength(causes.filter((cause) => cause.of === 'rows').length)
    expect(causes).toContain(missingRole)
  })

  test('what nobody knows is Hasura that is not to be had, with its code alone', () => {
    const error = explainRefusal({ code: 'something-new', message: 'ada@example.org' })
    expect(error).toMatchObject({ code: 'hasura-unavailable', reason: 'Hasura: something-new' })
  })
})
