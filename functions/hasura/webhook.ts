import { AppError } from '../errors.js'
import { sameSecret } from '../seal/same-secret.js'

const secretHeader = 'x-webhook-secret'

/**
 * Lets only Hasura in, before anything of the body is read.
 *
 * A header that comes twice arrives joined by a comma and so matches nothing. Browsers say where they come from, and
 * Hasura is none.
 *
 * @param secrets the current one and, while it is being replaced, the previous one
 * @throws AppError `unauthorized`
 */
export function requireWebhookSecret(request: Request, secrets: readonly string[]): void {
  const given = request.headers.get(secretHeader) ?? ''
  const genuine = secrets.filter((secret) => secret !== '' && sameSecret(given, secret)).length > 0
  if (!genuine || request.headers.has('origin')) {
    throw new AppError('unauthorized', { reason: `${secretHeader} is missing or wrong` })
  }
}
