import type { SessionGrant } from '../session/grant.js'

/** The `Session` of actions.graphql. */
export function sessionOutput(grant: SessionGrant, { isNewUser }: { isNewUser: boolean }) {
  const { person, roles, accessToken } = grant
  return {
    accessToken: accessToken.token,
    tokenType: 'Bearer',
    expiresAt: accessToken.expiresAt,
    refreshToken: grant.refreshToken,
    refreshExpiresAt: grant.refreshExpiresAt,
    userId: person.id,
    login: person.login,
    name: person.name,
    avatarUrl: person.avatarUrl,
    roles: roles.allowedRoles,
    defaultRole: roles.defaultRole,
    isNewUser,
  }
}
