import * as z from 'zod'
import type { Resource } from './read-resource.js'

/** What a person belongs to, in lower case: organisations, and teams as `organisation/slug`. */
export interface Memberships {
  organisations: string[]
  teams: string[]
}

const organisationShape = z.object({ login: z.string() })
const membershipShape = z.object({ state: z.string(), organization: organisationShape })
const teamShape = z.object({ slug: z.string(), organization: organisationShape })

/**
 * The organisations whose active member the person is, private memberships included (scope `read:org`).
 *
 * @see https://docs.github.com/rest/orgs/members#list-organization-memberships-for-the-authenticated-user
 */
export const organisations: Resource<z.output<typeof membershipShape>, string[]> = {
  route: 'GET /user/memberships/orgs',
  kind: 'list',
  subject: 'memberships',
  item: membershipShape,
  reduce: (found) => {
    const active = found.filter(({ state }) => state === 'active')
    return active.map(({ organization }) => organization.login.toLowerCase()).sort()
  },
}

/** @see https://docs.github.com/rest/teams/teams#list-teams-for-the-authenticated-user */
export const teams: Resource<z.output<typeof teamShape>, string[]> = {
  route: 'GET /user/teams',
  kind: 'list',
  subject: 'memberships',
  item: teamShape,
  reduce: (found) =>
    found.map(({ slug, organization }) => `${organization.login}/${slug}`.toLowerCase()).sort(),
}
