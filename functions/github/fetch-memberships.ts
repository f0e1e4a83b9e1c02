import { z } from 'zod'
import { AppError } from '../errors.js'
import type { Github } from './github.js'
import { githubFailure, unexpectedAnswer } from './github-failure.js'

/** What a person belongs to, in lower case: organisations, and teams as `organisation/slug`. */
export interface Memberships {
  organisations: ReadonlySet<string>
  teams: ReadonlySet<string>
}

const organisationMemberships = z.array(
  z.object({ state: z.string(), organization: z.object({ login: z.string() }) }),
)
const teams = z.array(z.object({ slug: z.string(), organization: z.object({ login: z.string() }) }))

const pageSize = 100
const maxPages = 20

/**
 * Reads the active memberships of the token's person, private ones included (scope `read:org`).
 *
 * @param withTeams whether anybody asks for teams: they cost another call
 * @throws AppError `github-…`; `misconfigured` when the token lacks the scope or permission
 * @see https://docs.github.com/rest/orgs/members#list-organization-memberships-for-the-authenticated-user
 */
export async function fetchMemberships(
  github: Github,
  token: string,
  withTeams: boolean,
): Promise<Memberships> {
  const [organisations, teamList] = await Promise.all([
    readPages(github, { route: 'GET /user/memberships/orgs', token }, organisationMemberships),
    withTeams ? readPages(github, { route: 'GET /user/teams', token }, teams) : [],
  ])
  const active = organisations.filter(({ state }) => state === 'active')
  return {
    organisations: new Set(active.map(({ organization }) => organization.login.toLowerCase())),
    teams: new Set(teamList.map(({ slug, organization }) => `${organization.login}/${slug}`.toLowerCase())),
  }
}

async function readPages<T>(
  github: Github,
  { route, token }: { route: string; token: string },
  shape: z.ZodType<T[]>,
): Promise<T[]> {
  const found: T[] = []
  for (let page = 1; page <= maxPages; page += 1) {
    const headers = { authorization: `Bearer ${token}` }
    const answer = await github
      .request(route, { headers, per_page: pageSize, page, state: 'active' })
      .catch((error: unknown) => {
        throw membershipFailure(error)
      })
    const parsed = shape.safeParse(answer.data)
    if (!parsed.success) throw unexpectedAnswer('memberships of another shape')
    found.push(...parsed.data)
    if (parsed.data.length < pageSize) return found
  }
  throw unexpectedAnswer(`more than ${maxPages * pageSize} memberships`)
}

function membershipFailure(error: unknown): AppError {
  const failure = githubFailure(error)
  if (failure.code !== 'access-denied') return failure
  const reason =
    'GitHub does not show memberships: the scope read:org (or single sign-on of the organisation) is missing'
  return new AppError('organisation-required', { reason, cause: failure })
}
