import { z } from 'zod'
import type { Membership } from '../people.js'

const organizationSchema = z.looseObject({ login: z.string() })
const teamsSchema = z.array(z.looseObject({ slug: z.string() }))

interface TeamReader {
  memberships: readonly Membership[]
  /** Reads a path of emulate's API as the person who asks. */
  read(path: string): Promise<Response>
}

/** `GET /user/teams`, which `emulate` does not have, from the parts that it has. */
export async function listTeams({ memberships, read }: TeamReader): Promise<Response> {
  const active = memberships.filter(({ state }) => state === 'active')
  const lists = await Promise.all(active.map((membership) => teamsOf(membership, read)))
  return Response.json(lists.flat())
}

async function teamsOf(
  { organization: login, teams: mine }: Membership,
  read: TeamReader['read'],
): Promise<object[]> {
  const organization = organizationSchema.parse(await (await read(`/orgs/${login}`)).json())
  const teams = teamsSchema.parse(await (await read(`/orgs/${login}/teams`)).json())
  return teams.filter(({ slug }) => mine.includes(slug)).map((team) => ({ ...team, organization }))
}
