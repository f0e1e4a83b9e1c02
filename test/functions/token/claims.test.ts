import { describe, expect, test } from 'vitest'
import { buildHasuraClaims, resolveRoles } from '../../../functions/token/claims.js'

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
})
