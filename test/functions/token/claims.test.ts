import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../../functions/config/parse-config.js'
import { buildHasuraClaims, readCustomClaims, resolveRoles } from '../../../functions/token/claims.js'
import { testEnv } from '../../support/test-env.js'

describe('resolveRoles()', () => {
  test('gives each role once, sorted, and keeps the default role', () => {
    const roles = resolveRoles({ defaultRole: 'moderator', roles: ['user', 'moderator', 'user'] })
    expect(roles).toEqual({ allowedRoles: ['moderator', 'user'], defaultRole: 'moderator' })
  })

  test('S-CLAIM-01 takes user as default when the default role is not granted', () => {
    expect(resolveRoles({ defaultRole: 'moderator', roles: ['user'] }).defaultRole).toBe('user')
    expect(resolveRoles({ defaultRole: 'gone', roles: ['editor'] }).defaultRole).toBe('editor')
  })

  test.each(['admin', 'ADMIN', 'Anonymous', 'auth_service', 'two words', '', 'x"y'])(
    'S-CLAIM-01 leaves out the role %j',
    (role) => {
      expect(resolveRoles({ defaultRole: role, roles: ['user', role] })).toEqual({
        allowedRoles: ['user'],
        defaultRole: 'user',
      })
    },
  )

  test('S-CLAIM-01 refuses a person without roles', () => {
    expect(() => resolveRoles({ defaultRole: 'user', roles: [] })).toThrow(
      expect.objectContaining({ code: 'role-required' }),
    )
    expect(() => resolveRoles({ defaultRole: 'admin', roles: ['admin'] })).toThrow()
  })
})

describe('buildHasuraClaims()', () => {
  test('S-CLAIM-02 S-JWT-08 gives exactly the documented claims, all of text', () => {
    const roles = { allowedRoles: ['user'], defaultRole: 'user' }
    expect(buildHasuraClaims({ userId: '1001', sessionId: 's', roles, customClaims: {} })).toEqual({
      'x-hasura-allowed-roles': ['user'],
      'x-hasura-default-role': 'user',
      'x-hasura-user-id': '1001',
      'x-hasura-session-id': 's',
    })
  })

  test('S-CLAIM-04 S-CVE-20 loses against the claims of the session, whatever a rule is called', () => {
    const roles = { allowedRoles: ['user'], defaultRole: 'user' }
    const customClaims = { 'x-hasura-user-id': '9999', 'x-hasura-plan': 'pro' }
    const claims = buildHasuraClaims({ userId: '1001', sessionId: 's', roles, customClaims })
    expect(claims).toMatchObject({ 'x-hasura-user-id': '1001', 'x-hasura-plan': 'pro' })
  })
})

const fragment = 'fragment Claims on users { plan memberships { org { id } } }'

function configOf(claims: unknown, text = fragment) {
  return parseConfig(testEnv({ CUSTOM_CLAIMS: JSON.stringify({ fragment: text, claims }) })).customClaims
}

function claimsOf(claims: unknown, row: unknown) {
  return readCustomClaims(configOf(claims), row)
}

const refusal = (reason: RegExp) =>
  expect.objectContaining({ code: 'misconfigured', reason: expect.stringMatching(reason) })

describe('readCustomClaims()', () => {
  test('makes text of texts, numbers and booleans', () => {
    const claims = {
      'x-hasura-plan': { path: 'plan' },
      'x-hasura-a': { path: 'a.b' },
      'X-Hasura-C': { path: 'c' },
    }
    expect(claimsOf(claims, { plan: 'pro', a: { b: 7 }, c: false })).toEqual({
      'x-hasura-plan': 'pro',
      'x-hasura-a': '7',
      'x-hasura-c': 'false',
    })
  })

  test('makes a Postgres array of what a path through lists finds', () => {
    const claims = { 'x-hasura-org-ids': { path: 'memberships[].org.id', as: 'array' } }
    const row = {
      memberships: [{ org: { id: 1 } }, { org: { id: 'a,b' } }, { org: { id: 'q"\\' } }, { org: null }],
    }
    expect(claimsOf(claims, row)).toEqual({ 'x-hasura-org-ids': '{"1","a,b","q\\"\\\\"}' })
    expect(claimsOf(claims, { memberships: [] })).toEqual({ 'x-hasura-org-ids': '{}' })
  })

  test('takes the default for what has no value', () => {
    const claims = { 'x-hasura-plan': { path: 'plan', default: 'free' } }
    for (const plan of [null, undefined, ''])
      expect(claimsOf(claims, { plan })).toEqual({ 'x-hasura-plan': 'free' })
  })

  test.each<[string, unknown, RegExp]>([
    ['has no value', {}, /no value/],
    ['is null', { plan: null }, /no value/],
    ['S-CLAIM-02 is empty', { plan: '' }, /no value/],
    ['is an object', { plan: {} }, /neither text/],
    ['is a list', { plan: [1] }, /neither text/],
    ['has lost digits', { plan: 2 ** 60 }, /neither text/],
  ])('fails closed for a required claim that %s', (_name, row, reason) => {
    expect(() => claimsOf({ 'x-hasura-plan': { path: 'plan' } }, row)).toThrow(refusal(reason))
  })

  test('fails closed for several values where one is wanted, and for too much', () => {
    const row = { memberships: [{ org: { id: 1 } }, { org: { id: 2 } }] }
    expect(() => claimsOf({ 'x-hasura-org': { path: 'memberships[].org.id' } }, row)).toThrow(
      refusal(/several/),
    )
    expect(() => claimsOf({ 'x-hasura-plan': { path: 'plan' } }, { plan: 'x'.repeat(768) })).toThrow(
      refusal(/768 bytes/),
    )
  })

  test('gives none when none are configured', () => {
    expect(readCustomClaims(undefined, { plan: 'pro' })).toEqual({})
  })
})
