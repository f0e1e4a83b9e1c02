import * as z from 'zod'
import type { Deps } from '../deps.js'
import { readJson } from '../http/body.js'
import { requireSameOrigin } from '../http/origin.js'
import { json } from '../http/respond.js'
import { readSession } from '../session/read.js'
import { fitsCsrfToken } from './csrf-token.js'

const updateShape = z.object({ csrfToken: z.string().optional() })
const maxBytes = 65_536

/**
 * Answers `update()` of next-auth's client with the session as it is now. Its `data` is ignored: what a session says comes
 * from the database, never from a page.
 *
 * @returns 400 with `{}` for a token that is not this browser's: both versions take that for a failure
 * @throws AppError `cross-site`, and what `readSession` throws
 */
export async function updateSession(request: Request, deps: Deps): Promise<Response> {
  requireSameOrigin(request, deps.config.authUrl)
  const { csrfToken } = await readJson(request, { maxBytes, shape: updateShape })
  if (fitsCsrfToken(request, deps, csrfToken)) return readSession(request, deps)
  return json({}, { status: 400 })
}
