import type { Config } from '../config/config.js'
import { commonRole } from '../config/grantable-role.js'
import type { RoleRule } from '../config/role-map.js'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import type { Memberships } from '../github/memberships.js'
import type { GithubProfile } from '../github/profile.js'

/**
 * Lets only accounts of people pass.
 *
 * @throws AppError `account-type`
 */
export function requirePerson({ type }: GithubProfile): void {
  if (type === 'User') return
  throw new AppError('account-type', { reason: `GitHub account of type ${type.slice(0, 20)}` })
}

/** Whether memberships decide anything; if not, GitHub is not asked about them. */
export function asksMemberships({ github }: Config): boolean {
  return github.allowedOrgs.length > 0 || github.roleMap.length > 0
}

/** Whether the role map names a team: teams cost another question. */
export function asksTeams({ github }: Config): boolean {
  return github.roleMap.some(({ team }) => team !== undefined)
}

/**
 * Decides whether the token's person may be signed in. Fails closed.
 *
 * @returns the roles that GitHub memberships give
 * @throws AppError `organisation-required`; `github-…` when GitHub cannot tell
 */
export async function decideAccess(
  { config, github }: Pick<Deps, 'config' | 'github'>,
  token: string,
): Promise<string[]> {
  if (!asksMemberships(config)) return []
  const [inOrganisations, inTeams] = await Promise.all([
    github.readOrganisations(token),
    asksTeams(config) ? github.readTeams(token) : { data: [] },
  ])
  return judgeMemberships(config, { organisations: inOrganisations.data, teams: inTeams.data })
}

/**
 * What the configuration makes of memberships.
 *
 * @throws AppError `organisation-required`
 */
export function judgeMemberships({ github }: Config, memberships: Memberships): string[] {
  const { allowedOrgs, roleMap } = github
  const rules = roleMap.filter((rule) => matches(rule, memberships))
  const inAllowedOrg = allowedOrgs.some((organisation) => memberships.organisations.includes(organisation))
  // Everybody who signs in has the common role. A map that gives it away says who may have it.
  const mapDecides = roleMap.some(({ role }) => role === commonRole)
  if ((allowedOrgs.length > 0 && !inAllowedOrg) || (mapDecides && rules.length === 0)) {
    throw new AppError('organisation-required', {
      reason: 'no membership that GITHUB_ALLOWED_ORGS or GITHUB_ROLE_MAP asks for',
    })
  }
  return [...new Set(rules.map(({ role }) => role))].sort()
}

function matches({ organisation, team }: RoleRule, memberships: Memberships): boolean {
  if (team === undefined) return memberships.organisations.includes(organisation)
  return memberships.teams.includes(`${organisation}/${team}`)
}
