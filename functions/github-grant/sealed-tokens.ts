import * as z from 'zod'
import { AppError } from '../errors.js'
import type { GithubTokens } from '../github/tokens.js'
import type { Sealer } from '../seal/sealer.js'

/** The columns of github_tokens that hold a grant. */
export interface SealedGrant {
  token: string
  refresh_token: string | null
  scopes: string
  expires_at: Date | null
  refresh_expires_at: Date | null
}

/** Seals GitHub's tokens for one person: moved into another row, they open no more. */
export async function sealTokens(sealer: Sealer, userId: string, tokens: GithubTokens): Promise<SealedGrant> {
  const seal = (token: string) => sealer.seal('github-token', { userId, token })
  return {
    token: await seal(tokens.token),
    refresh_token: tokens.refreshToken === undefined ? null : await seal(tokens.refreshToken),
    scopes: tokens.scopes,
    expires_at: tokens.expiresAt ?? null,
    refresh_expires_at: tokens.refreshExpiresAt ?? null,
  }
}

const sealedTokenShape = z.object({ userId: z.string(), token: z.string() })

/** Opens a token that was sealed for this person. */
export async function openToken(sealer: Sealer, userId: string, sealed: string): Promise<string | undefined> {
  const opened = await sealer.open('github-token', sealedTokenShape, sealed)
  return opened?.userId === userId ? opened.token : undefined
}

/**
 * Opens a token that is needed.
 *
 * @throws AppError `grant-unreadable` when it was sealed under a secret that is retired, `unknown-key` when it may open
 *   elsewhere
 */
export async function requireToken(sealer: Sealer, userId: string, sealed: string): Promise<string> {
  const token = await openToken(sealer, userId, sealed)
  if (token !== undefined) return token
  throw new AppError('grant-unreadable', {
    reason: 'the stored GitHub token does not open with AUTH_SECRET',
  })
}
