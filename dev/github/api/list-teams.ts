import { z } from 'zod'

const organizationsSchema = z.array(z.looseObject({ login: z.string() }))
const teamsSchema = z.array(z.looseObject({ slug: z.string() }))

/** `emulate` puts every member of an organisation into a team of this name; GitHub has no such team. */
const inventedTeam = 'members'

export interface TeamReader {
  /** The seeded login of the person who asks. */
  login: string
  /** Reads a path of emulate's API as that person. */
  read(path: string): Promise<Response>
}

/** `GET /user/teams`, which `emulate` does not have, from the parts that it has. */
export async function listTeams({ login, read }: TeamReader): Promise<Response> {
  const organizations = organizationsSchema.parse(await (await read('/user/orgs')).json())
  const lists = await Promise.all(organizations.map((organization) => teamsOf(organization, login, read)))
  return Response.json(lists.flat())
}

async function teamsOf(
  organization: { login: string },
  login: string,
  read: TeamReader['read'],
): Promise<object[]> {
  const teams = teamsSchema.parse(await (await read(`/orgs/${organization.login}/teams`)).json())
  const mine = await Promise.all(
    teams.map(
      async ({ slug }) => (await read(`/orgs/${organization.login}/teams/${slug}/memberships/${login}`)).ok,
    ),
  )
  return teams
    .filter(({ slug }, index) => mine[index] && slug !== inventedTeam)
    .map((team) => ({ ...team, organization }))
}
