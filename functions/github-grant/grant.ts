import { z } from 'zod'
import { timestamp } from '../hasura/timestamp.js'

/** A stored grant as Hasura gives it, its tokens still sealed. */
export const grantShape = z
  .object({
    token: z.string(),
    refresh_token: z.string().nullable(),
    scopes: z.string(),
    expires_at: timestamp.nullable(),
    version: z.int(),
  })
  .transform((row) => ({
    sealedToken: row.token,
    sealedRefreshToken: row.refresh_token,
    scopes: row.scopes,
    expiresAt: row.expires_at,
    version: row.version,
  }))

export type Grant = z.output<typeof grantShape>
