import { z } from 'zod'
import type { Membership } from '../people.js'

/** What `GET /orgs/{org}` says, cut to GitHub's `organization-simple`. */
const organizationSimple = z.object({
  login: z.string(),
  id: z.number(),
  node_id: z.string(),
  url: z.string(),
  repos_url: z.string(),
  events_url: z.string(),
  hooks_url: z.string(),
  issues_url: z.string(),
  members_url: z.string(),
  public_members_url: z.string(),
  avatar_url: z.string(),
  description: z.string().nullable(),
})

interface MembershipReader {
  memberships: readonly Membership[]
  query: URLSearchParams
  /** Reads a path of emulate's API as the person who asks. */
  read(path: string): Promise<Response>
}

/**
 * `GET /user/memberships/orgs`, which `emulate` does not have: pending ones too, unless one state is asked for.
 *
 * @see https://docs.github.com/rest/orgs/members#list-organization-memberships-for-the-authenticated-user
 */
export async function listMemberships({ memberships, query, read }: MembershipReader): Promise<Response> {
  const state = query.get('state')
  if (state !== null && state !== 'active' && state !== 'pending')
    return Response.json({ message: 'Validation Failed' }, { status: 422 })
  const asked = memberships.filter((membership) => state === null || membership.state === state)
  const user: unknown = await (await read('/user')).json()
  return Response.json(
    await Promise.all(onPage(asked, query).map((membership) => present(membership, user, read))),
  )
}

async function present(membership: Membership, user: unknown, read: MembershipReader['read']) {
  const { organization: login, state, role } = membership
  const organization = organizationSimple.parse(await (await read(`/orgs/${login}`)).json())
  const url = `${organization.url}/memberships/${z.object({ login: z.string() }).parse(user).login}`
  return { url, state, role, organization_url: organization.url, organization, user }
}

const defaultPageSize = 30

function onPage<T>(all: readonly T[], query: URLSearchParams): T[] {
  const size = Math.min(Number(query.get('per_page') ?? defaultPageSize), 100)
  const start = (Number(query.get('page') ?? 1) - 1) * size
  return all.slice(start, start + size)
}
