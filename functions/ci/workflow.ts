import { jwtVerify } from 'jose/jwt/verify'
import * as z from 'zod'
import type { CiLogin } from '../config/ci-login.js'
import { AppError } from '../errors.js'
import { OutboundError } from '../http/outbound-fetch.js'
import { createIssuerKeys } from './issuer-keys.js'

const workflowShape = z.object({
  sub: z.string().max(1000),
  jti: z.string().regex(/^[!-~]{1,200}$/),
  exp: z.number(),
  repository: z.string(),
  repository_id: z.string(),
  ref: z.string(),
  event_name: z.string(),
  environment: z.string().optional(),
})

/** What GitHub says about the workflow run that asks. */
export type Workflow = z.output<typeof workflowShape>

/**
 * Verifies workflows' ID tokens: made by the configured issuer, for us, just now. The key comes from the issuer's own
 * list, whatever the token's header says.
 *
 * @see https://docs.github.com/actions/concepts/security/openid-connect
 */
export function openWorkflowReader(login: CiLogin, fetch: typeof globalThis.fetch) {
  const keys = createIssuerKeys(login, fetch)
  const { issuer, audience } = login
  const options = { issuer, audience, algorithms: ['RS256'], requiredClaims: ['exp', 'iat', 'jti'] }
  return async (idToken: string, now: Date): Promise<Workflow> => {
    const verified = await jwtVerify(idToken, keys, { ...options, currentDate: now }).catch(
      (error: unknown) => {
        throw verificationFailure(error)
      },
    )
    const workflow = workflowShape.safeParse(verified.payload)
    if (!workflow.success) throw new AppError('access-denied', { reason: 'an ID token of another shape' })
    return workflow.data
  }
}

function verificationFailure(error: unknown): AppError {
  if (error instanceof OutboundError) {
    return new AppError('github-unavailable', { reason: `the keys of GitHub Actions: ${error.kind}` })
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  const unreachable = code === 'ERR_JWKS_TIMEOUT' || code === 'ERR_JOSE_GENERIC'
  if (unreachable)
    return new AppError('github-unavailable', { reason: 'the keys of GitHub Actions: no answer' })
  return new AppError('access-denied', { reason: `ID token refused: ${code}` })
}
