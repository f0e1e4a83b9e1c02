interface Configured {
  adminSecret: boolean
  unauthorizedRole: boolean
  hook: boolean
  jwt: boolean
}

const NEEDS_SECRET =
  ' requires --admin-secret (HASURA_GRAPHQL_ADMIN_SECRET) or  --access-key (HASURA_GRAPHQL_ACCESS_KEY) to be set'

/**
 * The settings that Hasura does not start with, in its order and words.
 *
 * @throws Error
 * @see Hasura.Server.Auth, setupAuthMode
 */
export function refuseContradictions({ adminSecret, unauthorizedRole, hook, jwt }: Configured): void {
  if (unauthorizedRole && (hook || !adminSecret)) {
    throw new Error(
      `Fatal Error: --unauthorized-role (HASURA_GRAPHQL_UNAUTHORIZED_ROLE)${NEEDS_SECRET} and is not allowed when ` +
        '--auth-hook (HASURA_GRAPHQL_AUTH_HOOK) is set',
    )
  }
  if (hook && jwt)
    throw new Error('Fatal Error: Both webhook and JWT mode cannot be enabled at the same time')
  if (adminSecret) return
  if (hook) throw new Error(`Fatal Error : --auth-hook (HASURA_GRAPHQL_AUTH_HOOK)${NEEDS_SECRET}`)
  if (jwt) throw new Error(`Fatal Error : --jwt-secret (HASURA_GRAPHQL_JWT_SECRET)${NEEDS_SECRET}`)
}
