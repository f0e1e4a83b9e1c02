import type { Environment } from './environment.js'

/** What is needed and no more: the e-mail address, and memberships where somebody asks for them. */
export function minimalScopes(env: Environment): string[] {
  const asksMemberships = env.GITHUB_ALLOWED_ORGS.length > 0 || env.GITHUB_ROLE_MAP.length > 0
  return asksMemberships ? ['user:email', 'read:org'] : ['user:email']
}

/** Scopes that were chosen by hand must allow what the rest of the configuration asks for. */
export function missingScopes(env: Environment): string[] {
  if (env.GITHUB_CLIENT_TYPE === 'github-app' || !env.GITHUB_SCOPES) return []
  const lacksOrganisations =
    minimalScopes(env).includes('read:org') && !env.GITHUB_SCOPES.includes('read:org')
  return lacksOrganisations
    ? ['GITHUB_SCOPES lacks read:org, which GITHUB_ALLOWED_ORGS and GITHUB_ROLE_MAP need']
    : []
}
