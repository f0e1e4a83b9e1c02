import { z } from 'zod'
import type { Config } from '../config/config.js'
import { AppError } from '../errors.js'
import { readQuery } from '../http/navigation.js'

/** A code as GitHub makes them; the length leaves room for what GitHub may make of them. */
export const codeShape = z.string().regex(/^[\w.-]{8,200}$/)
export const stateTextShape = z.string().regex(/^[\w.-]{1,2048}$/)
export const issuerShape = z.string().max(300)

const callbackShape = z.object({
  code: codeShape.optional(),
  state: stateTextShape,
  error: z.string().max(200).optional(),
  iss: issuerShape.optional(),
})

/** GitHub's redirect: a code, or the reason why there is none. */
export interface Callback {
  state: string
  answer: { code: string } | { denied: string }
  iss: string | undefined
}

/**
 * Narrows the query that GitHub sent the browser back with.
 *
 * @throws AppError `invalid-state` without a state, `invalid-input` for everything else that is not a callback
 * @see RFC 6749 sections 4.1.2 and 4.1.2.1; RFC 9207
 */
export function readCallback(request: Request, config: Config): Callback {
  if (!new URL(request.url).searchParams.get('state'))
    throw new AppError('invalid-state', { reason: 'no state' })
  const { code, state, error, iss } = readQuery(request, callbackShape)
  requireIssuer(iss, config)
  if (code !== undefined && error === undefined) return { state, iss, answer: { code } }
  if (error !== undefined && code === undefined) return { state, iss, answer: { denied: error } }
  throw new AppError('invalid-input', { reason: 'a callback needs either a code or an error' })
}

/** GitHub names itself as `<base>/login/oauth`. */
export function requireIssuer(iss: string | null | undefined, { github }: Config): void {
  if (iss === undefined || iss === null || iss === `${github.baseUrl}/login/oauth`) return
  throw new AppError('invalid-input', { reason: 'the callback names another issuer' })
}
