import { AppError } from '../errors.js'
import { sameSecret } from '../seal/same-secret.js'

const secretHeader = 'x-webhook-secret'

/** A secret that Hasura sends along: the variable, and its values. */
interface WebhookSecret {
  variable: 'ACTION_SECRET' | 'EVENT_SECRET'
  /** The current one and, while it is being replaced, the previous one. */
  accepted: readonly string[]
}

/**
 * Lets only Hasura in, before anything of the body is read.
 *
 * A header that comes twice arrives joined by a comma and so matches nothing. Browsers say where they come from, and
 * Hasura is none.
 *
 * @throws AppError `unauthorized`
 */
export function requireWebhookSecret(request: Request, { variable, accepted }: WebhookSecret): void {
  const given = request.headers.get(secretHeader) ?? ''
  const genuine = accepted.filter((secret) => secret !== '' && sameSecret(given, secret)).length > 0
  const problem = genuine ? problemOfCaller(request) : problemOfSecret(given, variable)
  if (problem) throw new AppError('unauthorized', { reason: `${secretHeader} ${problem}` })
}

function problemOfCaller(request: Request): string | undefined {
  return request.headers.has('origin') ? 'comes from a browser' : undefined
}

function problemOfSecret(given: string, variable: string): string {
  return given === ''
    ? `is missing: Hasura sends ${variable} in it`
    : `is not ${variable}: it must be the same for Hasura and the functions`
}
