import * as z from 'zod'
import { profileShape } from '../github/profile.js'

const readingShape = <T extends z.ZodType>(data: T) => z.object({ etag: z.string(), data }).optional()

/**
 * What GitHub answered the last time, with the ETags to ask whether it still holds (`github_tokens.etags`). Anything
 * that is not of this form counts as nothing.
 */
export const githubCacheShape = z
  .object({
    profile: readingShape(profileShape),
    email: readingShape(z.string().nullable()),
    organisations: readingShape(z.array(z.string())),
    teams: readingShape(z.array(z.string())),
  })
  .catch({})

export type GithubCache = z.output<typeof githubCacheShape>
