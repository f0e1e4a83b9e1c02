import { z } from 'zod'
import type { Deps } from '../deps.js'
import { AppError, type ErrorCode } from '../errors.js'
import type { Grant } from '../github-grant/grant.js'
import { usableToken } from '../github-grant/usable-token.js'
import { keepAccessDocument, loseAccessDocument } from '../hasura/documents/access.js'
import { decideAccess } from './decide-access.js'
import { githubRoleVariables } from './github-roles.js'

/** How long an answer of GitHub about memberships holds for a session that goes on. */
export const checkedForMs = 3_600_000

interface Recheck {
  userId: string
  /** The person's stored grant; null when it has ended. */
  grant: Grant | null
}

/**
 * Asks GitHub again whether somebody may stay signed in. Whoever may not loses all sessions at once; when GitHub
 * cannot tell, nothing is decided and nobody gets a token.
 *
 * @throws AppError `organisation-required`, `grant-revoked`; `github-…` when GitHub cannot tell
 */
export async function recheckAccess(deps: Deps, { userId, grant }: Recheck): Promise<void> {
  try {
    if (!grant) throw new AppError('grant-revoked', { reason: 'no GitHub token is left to check with' })
    const token = await usableToken(deps, { userId, grant })
    const { githubRoles } = await decideAccess(deps, token)
    const variables = { now: deps.now(), ...githubRoleVariables(userId, githubRoles) }
    await deps.hasura.request(keepAccessDocument, variables, z.unknown())
  } catch (error) {
    if (error instanceof AppError && endsAccess.has(error.code)) await loseAccess(deps, userId, error)
    throw error
  }
}

const endsAccess: ReadonlySet<ErrorCode> = new Set(['organisation-required', 'grant-revoked'])

async function loseAccess(deps: Deps, userId: string, { code, reason }: AppError): Promise<void> {
  const log = { user_id: userId, event: 'access-lost', at: deps.now(), detail: { reason: code } }
  await deps.hasura.request(loseAccessDocument, { userId, log }, z.unknown())
  deps.log.warn('access-lost', { userId, code, reason })
}
