import * as z from 'zod'
import { addSeconds } from '../time.js'
import { unexpectedAnswer } from './github-failure.js'

/** The tokens of one grant. The last three exist for GitHub Apps with expiring tokens only. */
export interface GithubTokens {
  token: string
  /** What was granted, separated by spaces; people may grant less than was asked for. */
  scopes: string
  refreshToken?: string
  expiresAt?: Date
  refreshExpiresAt?: Date
}

const tokenTextShape = z.string().min(1).max(512)

/** @see https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps (step 2) */
const tokenAnswerShape = z.object({
  access_token: tokenTextShape,
  token_type: z.string().regex(/^bearer$/i),
  scope: z.string().max(1000),
  refresh_token: tokenTextShape.optional(),
  expires_in: z.number().int().positive().optional(),
  refresh_token_expires_in: z.number().int().positive().optional(),
})

/**
 * Narrows GitHub's token answer.
 *
 * @throws AppError `github-unexpected`
 * @see RFC 6749 section 5.1
 */
export function parseTokens(answer: unknown, now: Date): GithubTokens {
  const parsed = tokenAnswerShape.safeParse(answer)
  if (!parsed.success) throw unexpectedAnswer('a token answer of another shape')
  const { access_token, scope, refresh_token, expires_in, refresh_token_expires_in } = parsed.data
  return {
    token: access_token,
    scopes: scope
      .split(/[\s,]+/)
      .filter(Boolean)
      .join(' '),
    ...(refresh_token === undefined ? {} : { refreshToken: refresh_token }),
    ...(expires_in === undefined ? {} : { expiresAt: addSeconds(now, expires_in) }),
    ...(refresh_token_expires_in === undefined
      ? {}
      : { refreshExpiresAt: addSeconds(now, refresh_token_expires_in) }),
  }
}
