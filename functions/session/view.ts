import { z } from 'zod'
import type { Deps } from '../deps.js'
import { readOwnToken } from '../token/read-own.js'
import type { SessionGrant } from './grant.js'

const sealedShape = z.object({
  user: z.object({
    id: z.string(),
    login: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    image: z.string(),
  }),
  /** When the session ends if it is not used, ISO 8601. */
  expires: z.string(),
  accessToken: z.string(),
})

type SealedView = z.output<typeof sealedShape>

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

/** What the cookie holds: only what the token does not say, because a browser drops a cookie over 4096 bytes. */
export function sealedPart({ person, accessToken, refreshExpiresAt }: SessionGrant): SealedView {
  const { id, login, name, email, avatarUrl: image } = person
  return {
    user: { id, login, name, email, image },
    expires: refreshExpiresAt.toISOString(),
    accessToken: accessToken.token,
  }
}

/** Opens the sealed view; undefined when it is forged or its access token has expired. */
export async function openView(deps: Deps, sealedView: string): Promise<SessionView | undefined> {
  const sealed = await deps.sealer.open('access', sealedShape, sealedView)
  const facts = sealed && readOwnToken(sealed.accessToken, deps.config.jwt)
  if (!facts) return undefined
  const { expiresAt, ...token } = facts
  return { ...sealed, ...token, accessTokenExpiresAt: expiresAt.toISOString() }
}
