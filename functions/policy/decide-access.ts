import type { Config } from '../config/config.js'
import type { RoleRule } from '../config/role-map.js'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { type Memberships, organisations, teams } from '../github/memberships.js'
import { readResource } from '../github/read-resource.js'
import { commonRole } from '../token/claims.js'

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
export async function decideAccess(deps: Deps, token: string): Promise<string[]> {
  if (!asksMemberships(deps.config)) return []
  const [inOrganisations, inTeams] = await Promise.all([
    readResource(deps.github, token, organisations),
    asksTeams(deps.config) ? readResource(deps.github, token, teams) : { data: [] },
  ])
  return judgeMemberships(deps.config, { organisations: inOrganisations.data, teams: inTeams.data })
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
