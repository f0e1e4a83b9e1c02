import type { Config } from '../config/config.js'
import type { RoleRule } from '../config/role-map.js'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { fetchMemberships, type Memberships } from '../github/fetch-memberships.js'
import { commonRole } from '../token/claims.js'

/** The roles that GitHub memberships give. */
export interface Access {
  githubRoles: string[]
}

/** Whether memberships decide anything; if not, GitHub is not asked about them. */
export function asksMemberships({ github }: Config): boolean {
  return github.allowedOrgs.length > 0 || github.roleMap.length > 0
}

/**
 * Decides whether the token's person may be signed in, and with which roles of GitHub. Fails closed.
 *
 * @throws AppError `organisation-required`; `github-…` when GitHub cannot tell
 */
export async function decideAccess(deps: Deps, token: string): Promise<Access> {
  const { github } = deps.config
  if (!asksMemberships(deps.config)) return { githubRoles: [] }
  const withTeams = github.roleMap.some(({ team }) => team !== undefined)
  return judge(github, await fetchMemberships(deps.github, token, withTeams))
}

function judge({ allowedOrgs, roleMap }: Config['github'], memberships: Memberships): Access {
  const rules = roleMap.filter((rule) => matches(rule, memberships))
  const inAllowedOrg = allowedOrgs.some((organisation) => memberships.organisations.has(organisation))
  // Everybody who signs in has the common role. A map that gives it away says who may have it.
  const mapDecides = roleMap.some(({ role }) => role === commonRole)
  if ((allowedOrgs.length > 0 && !inAllowedOrg) || (mapDecides && rules.length === 0)) {
    throw new AppError('organisation-required', {
      reason: 'no membership that GITHUB_ALLOWED_ORGS or GITHUB_ROLE_MAP asks for',
    })
  }
  return { githubRoles: [...new Set(rules.map(({ role }) => role))].sort() }
}

function matches({ organisation, team }: RoleRule, memberships: Memberships): boolean {
  if (team === undefined) return memberships.organisations.has(organisation)
  return memberships.teams.has(`${organisation}/${team}`)
}
