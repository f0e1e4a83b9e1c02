import type { ErrorCode } from '../failures.js'

/** Why Hasura refuses a request: known by the code together with the next three, where they are given. */
export interface Cause {
  code: string
  says?: RegExp
  sqlState?: RegExp
  /** `CUSTOM_CLAIMS` asks for the first name that `says` finds. */
  claimsAsk?: true
  /** What the caller is told. */
  failure: ErrorCode
  /** For the operator; `$1` and `$2` are names that `says` finds. */
  reason: string
  /** What is wrong: the token, the schema, or the rows. Only the last may be about this one request. */
  of: 'token' | 'schema' | 'rows'
}

const same = 'HASURA_GRAPHQL_JWT_SECRET must be the same there and here'
const fresh = `${same}, or be the halves of one pair; a jwk_url may not have been read since`
const apply = 'apply the migrations and metadata of hasura/'
const clocks = 'correct the clocks, or give HASURA_GRAPHQL_JWT_SECRET of Hasura an allowed_skew'

function token(code: string, says: RegExp, reason: string): Cause {
  return { code, says, reason, failure: 'misconfigured', of: 'token' }
}

function schema(says: RegExp, reason: string): Cause {
  return { code: 'validation-failed', says, reason, failure: 'misconfigured', of: 'schema' }
}

const claimsOf = (says: RegExp, reason: string): Cause => ({ ...schema(says, reason), claimsAsk: true })

function rows(failure: ErrorCode, code: string, says: RegExp, reason: string): Cause {
  return { code, says, reason, failure, of: 'rows' }
}

function postgres(failure: ErrorCode, sqlState: RegExp, reason: string): Cause {
  return { code: 'unexpected', sqlState, reason, failure, of: 'rows' }
}

const unknownField = /field '(\w{1,63})' not found in type: '(\w{1,63})'/
const noSelection = /missing selection set for '(\w{1,63})'/
const unknownArgument = /'(\w{1,63})' has no argument named '(\w{1,63})'/
const unknownDirective = /directive '(\w{1,63})' is not defined in the schema/
const unknownRoot = /field '(\w{1,63})' not found in type: '(?:query|mutation)_root'|no (mutations) exist/
const aNull = /null value in column "([\w$]{1,63})" of relation "([\w$]{1,63})"/
const aConstraint = /constraint "([\w$]{1,63})"/
const anything = /^/

/** A role is given that the table `roles` does not have. Which one it is stands not in the refusal. */
export const missingRole = rows(
  'misconfigured',
  'constraint-violation',
  /foreign key constraint "user_roles_role_fkey"/,
  'GITHUB_ROLE_MAP gives a role that the table roles does not have',
)

/**
 * Why Hasura refuses what the functions ask; the first that fits counts. Its words may hold values of a request, so
 * that only names in them are repeated.
 */
export const causes: readonly Cause[] = [
  token('invalid-jwt', /JWTIssuedAtFuture|JWTNotYetValid/, `issued in the future by its clock: ${clocks}`),
  token('invalid-jwt', /JWTExpired/, `new by our clock, expired by its: ${clocks}`),
  token('invalid-jwt', /JWTNotInIssuer/, `issuer: ${same}`),
  token('invalid-jwt', /JWTNotInAudience/, `audience: ${same}`),
  // Of a set that has no key for the algorithm. Most releases answer to another algorithm as to another key.
  token('invalid-jwt', /NoUsableKeys|JWSNoSignatures/, `algorithm: it has no key for ours; type of ${fresh}`),
  token('invalid-jwt', /JWSInvalidSignature/, `signature or algorithm: key and type of ${fresh}`),
  token('invalid-jwt', anything, same),
  token('jwt-invalid-claims', /claims_map/, `claims_map: ${same}`),
  token('jwt-invalid-claims', /claims_format|stringified/, `claims_format: ${same}`),
  token('jwt-invalid-claims', /^claims .*not found/, `namespace: claims_namespace of ${same}`),
  token('jwt-invalid-claims', anything, same),
  token('jwt-missing-role-claims', anything, `claims_map or claims_namespace: ${same}`),
  token('invalid-headers', anything, `it looks elsewhere for it: header of ${same}`),
  token('access-denied', /x-hasura-admin-secret/, `it reads none: ${same}`),
  token('access-denied', anything, same),
  schema(unknownRoot, `$1 for auth_service: ${apply}; else it did not read our token: header of ${same}`),
  claimsOf(unknownField, 'CUSTOM_CLAIMS asks for $1 of $2, which auth_service cannot select'),
  claimsOf(noSelection, 'CUSTOM_CLAIMS asks for $1 without saying what of it: name its fields in braces'),
  claimsOf(unknownArgument, 'CUSTOM_CLAIMS gives $1 the argument $2, which it does not have'),
  claimsOf(unknownDirective, 'CUSTOM_CLAIMS uses the directive $1, which Hasura does not have'),
  schema(unknownField, `$1 of $2: ${apply}`),
  schema(anything, apply),
  missingRole,
  rows(
    'misconfigured',
    'constraint-violation',
    aNull,
    'own column $1 of $2: it needs a default, or must take null',
  ),
  rows('database-refuses', 'constraint-violation', aConstraint, 'the constraint $1 is in the way'),
  rows('database-refuses', 'permission-error', aConstraint, 'the constraint $1 is in the way'),
  rows('database-refuses', 'permission-error', /^Check constraint/, 'a trigger raises a check_violation'),
  rows(
    'database-refuses',
    'data-exception',
    anything,
    'Postgres cannot read a value, or a trigger of your own',
  ),
  rows('misconfigured', 'postgres-error', anything, `Postgres refuses what Hasura makes of it: ${apply}`),
  postgres('database-refuses', /^25006$/, 'Postgres is read-only'),
  postgres('database-refuses', /^53[12]00$/, 'Postgres is full: no disk or no memory is left'),
  postgres('hasura-unavailable', /^(53|57P)/, 'Postgres is out of connections, or stops'),
  postgres('misconfigured', /^P0/, 'a trigger of your own raises an exception: the log of Postgres names it'),
  postgres('misconfigured', /^42/, `Postgres lacks a table, a column or a right: ${apply}`),
  rows(
    'database-refuses',
    'unexpected',
    /^database query error$/,
    'Postgres is read-only or full, or a trigger of your own raises: its log says which, and HASURA_GRAPHQL_DEV_MODE',
  ),
  rows('hasura-unavailable', 'unexpected', /^connection error$/, 'it does not reach Postgres'),
  rows('hasura-unavailable', 'postgres-max-connections-error', anything, 'out of connections to Postgres'),
]
