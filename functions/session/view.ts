import type { Deps } from '../deps.js'
import { readOwnToken } from '../token/read-own.js'
import { type SealedView, sealedPart, sealedViewShape } from './cookies.js'
import type { SessionGrant } from './grant.js'

/** What a page learns about its session; the last four stand in the access token too. */
export interface SessionView extends SealedView {
  accessTokenExpiresAt: string
  sessionId: string
  roles: string[]
  defaultRole: string
}

/** The view of a session that was just granted. */
export function viewOf(grant: SessionGrant): SessionView {
  const { roles, accessToken, sessionId } = grant
  return {
    ...sealedPart(grant),
    accessTokenExpiresAt: accessToken.expiresAt.toISOString(),
    sessionId,
    roles: roles.allowedRoles,
    defaultRole: roles.defaultRole,
  }
}

/** Opens the sealed view; undefined when it is forged or its access token has expired. */
export async function openView(
  { sealer, config }: Pick<Deps, 'sealer' | 'config'>,
  sealedView: string,
): Promise<SessionView | undefined> {
  const sealed = await sealer.open('access', sealedViewShape, sealedView)
  const facts = sealed && readOwnToken(sealed.accessToken, config.jwt)
  if (!facts) return undefined
  const { expiresAt, ...token } = facts
  return { ...sealed, ...token, accessTokenExpiresAt: expiresAt.toISOString() }
}
