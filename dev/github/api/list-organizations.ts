import { z } from 'zod'
import type { Membership } from '../people.js'

const organizationsSchema = z.array(z.looseObject({ login: z.string() }))

interface OrganizationReader {
  memberships: readonly Membership[]
  /** Reads a path of emulate's API as the person who asks. */
  read(path: string): Promise<Response>
}

/** `GET /user/orgs`: what `emulate` was seeded with, without what the person has left since. */
export async function listOrganizations({ memberships, read }: OrganizationReader): Promise<Response> {
  const organizations = organizationsSchema.parse(await (await read('/user/orgs')).json())
  const active = memberships.filter(({ state }) => state === 'active').map(({ organization }) => organization)
  return Response.json(organizations.filter(({ login }) => active.includes(login)))
}
