import * as z from 'zod'
import type { Deps } from '../deps.js'
import { readForm } from '../http/body.js'
import { requireSameOrigin } from '../http/origin.js'
import { empty } from '../http/respond.js'

/** What version 4 reports; version 5 reports nothing. */
const codeShape = z.enum(['CLIENT_FETCH_ERROR', 'CLIENT_SESSION_ERROR'])
const reportShape = z.object({ code: codeShape.or(z.string().transform(() => 'other')) })
// Addresses and messages come along, whatever their length.
const maxBytes = 16_384

/**
 * Takes the report of a call that failed in next-auth's client. Its code is all that is written down: everything else is
 * what a page says, and may hold anything.
 *
 * @throws AppError `cross-site`, `payload-too-large`, `invalid-input`
 */
export async function takeLog(request: Request, { config, log }: Pick<Deps, 'config' | 'log'>) {
  requireSameOrigin(request, config.authUrl)
  const { code } = await readForm(request, { maxBytes, shape: reportShape })
  log.warn('client-failed', { code })
  return empty()
}
