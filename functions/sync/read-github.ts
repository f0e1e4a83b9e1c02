import type { Config } from '../config/config.js'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import type { GithubProfile } from '../github/profile.js'
import type { Reading } from '../github/read-resource.js'
import type { Grant } from '../github-grant/store.js'
import { asksMemberships, asksTeams, judgeMemberships, requirePerson } from '../policy/decide-access.js'
import type { GithubCache } from './github-cache.js'

/** What GitHub says about a person now. */
export interface GithubState {
  profile: GithubProfile
  email: string | null
  githubRoles: string[]
  /** For the next reading. */
  cache: GithubCache
}

interface Asking {
  userId: string
  token: string
  scopes: Grant['scopes']
  cache: GithubCache
}

/**
 * Reads everything that a sync writes, conditionally: what has not changed costs nothing of the rate limit.
 *
 * @throws AppError `organisation-required`, `account-type`, `grant-revoked`; `github-unexpected` for another account
 */
export async function readGithub(deps: Deps, { userId, token, scopes, cache }: Asking): Promise<GithubState> {
  const { config, github } = deps
  const withMemberships = asksMemberships(config)
  const [person, email, inOrganisations, inTeams] = await Promise.all([
    github.readProfile(token, cache.profile),
    mayReadEmail(config, scopes)
      ? github.readEmail(token, cache.email).catch(withoutPermission)
      : notAsked<string | null>(null),
    withMemberships ? github.readOrganisations(token, cache.organisations) : notAsked<string[]>([]),
    withMemberships && asksTeams(config) ? github.readTeams(token, cache.teams) : notAsked<string[]>([]),
  ])
  if (person.data.id !== userId) {
    throw new AppError('github-unexpected', { reason: 'GitHub gave the profile of another id' })
  }
  requirePerson(person.data)
  const githubRoles = judgeMemberships(config, { organisations: inOrganisations.data, teams: inTeams.data })
  return {
    profile: person.data,
    email: email.data,
    githubRoles,
    cache: {
      profile: person.cached,
      email: email.cached,
      organisations: inOrganisations.cached,
      teams: inTeams.cached,
    },
  }
}

function notAsked<Data>(data: Data): Reading<Data> {
  return { data, cached: undefined }
}

/** A GitHub App may lack the permission for e-mail addresses. That hides the address, not who may be signed in. */
function withoutPermission(error: unknown): Reading<string | null> {
  if (error instanceof AppError && error.code === 'access-denied') return notAsked<string | null>(null)
  throw error
}

/** GitHub Apps have permissions instead of scopes. */
function mayReadEmail({ github }: Config, scopes: string): boolean {
  if (github.clientType === 'github-app') return true
  return scopes.split(' ').some((scope) => scope === 'user:email' || scope === 'user')
}
