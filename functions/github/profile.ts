import * as z from 'zod'
import type { Resource } from './read-resource.js'

/** Who GitHub says a token belongs to. The id is the identity; login and name are for people to read. */
export const profileShape = z.object({
  id: z.string(),
  login: z.string(),
  name: z.string().nullable(),
  avatarUrl: z.string(),
  /** `User`, `Bot`, `Organization` or what else GitHub has. */
  type: z.string(),
})

export type GithubProfile = z.output<typeof profileShape>

const answerShape = z.object({
  id: z.int().positive(),
  login: z.string().regex(/^[a-z\d](?:[a-z\d_-]{0,100})$/i),
  name: z.string().max(1000).nullish(),
  avatar_url: z.url({ protocol: /^https?$/ }).max(2000),
  type: z.string(),
})

/** @see https://docs.github.com/rest/users/users#get-the-authenticated-user */
export const profile: Resource<z.output<typeof answerShape>, GithubProfile> = {
  route: 'GET /user',
  kind: 'one',
  subject: 'profile',
  item: answerShape,
  reduce: ([user]) => {
    if (!user) throw new TypeError('a resource of kind "one" has an item')
    const { id, login, name, avatar_url, type } = user
    return { id: String(id), login, name: cleanName(name), avatarUrl: avatar_url, type }
  },
}

/** Postgres stores no NUL, and an empty name is no name. */
function cleanName(name: string | null | undefined): string | null {
  const cleaned = name?.replaceAll('\u0000', '').trim()
  return cleaned ? cleaned : null
}
