import type { Environment } from './environment.js'

// Each scope holds what is after it.
const readsOrganisations = new Set(['admin:org', 'write:org', 'read:org'])

type Asking = Partial<Pick<Environment, 'GITHUB_ALLOWED_ORGS' | 'GITHUB_ROLE_MAP'>>
type Chosen = Asking & Partial<Pick<Environment, 'GITHUB_CLIENT_TYPE' | 'GITHUB_SCOPES'>>

/** What is needed and no more: the e-mail address, and memberships where somebody asks for them. */
export function minimalScopes({ GITHUB_ALLOWED_ORGS: allowed, GITHUB_ROLE_MAP: map }: Asking): string[] {
  const asksMemberships = [...(allowed ?? []), ...(map ?? [])].length > 0
  return asksMemberships ? ['user:email', 'read:org'] : ['user:email']
}

/** Scopes that were chosen by hand must allow what the rest of the configuration asks for. */
export function missingScopes(env: Chosen): string[] {
  if (env.GITHUB_CLIENT_TYPE === 'github-app' || !env.GITHUB_SCOPES) return []
  const lacksOrganisations =
    minimalScopes(env).includes('read:org') &&
    !env.GITHUB_SCOPES.some((scope) => readsOrganisations.has(scope))
  return lacksOrganisations
    ? ['GITHUB_SCOPES lacks read:org, which GITHUB_ALLOWED_ORGS and GITHUB_ROLE_MAP need']
    : []
}
