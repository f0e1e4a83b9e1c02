import { describe, expect, test } from 'vitest'
import { ConfigError, parseConfig } from '../../../functions/config/parse-config.js'
import { testEnv } from '../../support/test-env.js'

const fragment = 'fragment Claims on users { plan memberships { org { id } } }'

function configOf(claims: unknown, text = fragment) {
  return parseConfig(testEnv({ CUSTOM_CLAIMS: JSON.stringify({ fragment: text, claims }) })).customClaims
}

describe('CUSTOM_CLAIMS', () => {
  test.each([
    'X-HASURA-USER-ID',
    'x-hasura-role',
    'X-Hasura-Allowed-Roles',
    'x-hasura-default-role',
    'x-hasura-session-id',
    'x-hasura-admin-secret',
  ])('S-CLAIM-04 S-CVE-12 refuses the reserved name %s', (name) => {
    expect(() => configOf({ [name]: { path: 'plan' } })).toThrow(ConfigError)
  })

  test.each<[string, unknown, string?]>([
    ['a name of another kind', { plan: { path: 'plan' } }],
    ['one name in two letter cases', { 'x-hasura-a': { path: 'a' }, 'X-HASURA-A': { path: 'b' } }],
    ['a path with spaces', { 'x-hasura-a': { path: 'a b' } }],
    ['an unknown option', { 'x-hasura-a': { path: 'a', required: true } }],
    ['a query', {}, 'query { users { plan } }'],
    ['two fragments', {}, `${fragment} fragment B on users { id }`],
    ['a fragment on another table', {}, 'fragment Claims on sessions { id }'],
    ['no GraphQL', {}, 'nonsense {'],
  ])('refuses %s', (_name, claims, text) => {
    expect(() => configOf(claims, text)).toThrow(ConfigError)
  })
})
