import { z } from 'zod'
import { AppError } from '../errors.js'
import type { Github } from './github.js'
import { githubFailure, unexpectedAnswer } from './github-failure.js'

/** Who GitHub says a token belongs to. The id is the identity; login and name are for people to read. */
export interface GithubProfile {
  id: string
  login: string
  name: string | null
  avatarUrl: string
  /** `User`, `Bot`, `Organization` or what else GitHub has. */
  type: string
}

const profileAnswer = z.object({
  id: z.int().positive(),
  login: z.string().regex(/^[a-z\d](?:[a-z\d_-]{0,100})$/i),
  name: z.string().max(1000).nullish(),
  avatar_url: z.url({ protocol: /^https?$/ }).max(2000),
  type: z.string(),
})

/**
 * Reads the profile with the person's own token.
 *
 * @throws AppError `grant-revoked`, `github-…` otherwise
 * @see https://docs.github.com/rest/users/users#get-the-authenticated-user
 */
export async function fetchProfile(github: Github, token: string): Promise<GithubProfile> {
  const answer = await github
    .request('GET /user', { headers: { authorization: `Bearer ${token}` } })
    .catch((error: unknown) => {
      throw githubFailure(error)
    })
  return parseProfile(answer.data)
}

function parseProfile(answer: unknown): GithubProfile {
  const parsed = profileAnswer.safeParse(answer)
  if (!parsed.success) throw unexpectedAnswer('a profile of another shape')
  const { id, login, name, avatar_url, type } = parsed.data
  return { id: String(id), login, name: cleanName(name), avatarUrl: avatar_url, type }
}

/**
 * Lets only accounts of people pass.
 *
 * @throws AppError `account-type`
 */
export function requirePerson({ type }: GithubProfile): void {
  if (type === 'User') return
  throw new AppError('account-type', { reason: `GitHub account of type ${type.slice(0, 20)}` })
}

/** Postgres stores no NUL, and an empty name is no name. */
function cleanName(name: string | null | undefined): string | null {
  const cleaned = name?.replaceAll('\u0000', '').trim()
  return cleaned ? cleaned : null
}
