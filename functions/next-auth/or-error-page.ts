import type { Config } from '../config/config.js'
import { toAppError } from '../errors.js'
import { errorPageUrl } from './error-page-url.js'

/**
 * Does something for next-auth's client, which looks at no status: without the address of a page that says what went
 * wrong it would go on to where it wanted to be, as if all were well.
 *
 * @throws AppError that leads to our error page
 */
export function orErrorPage<Result>({ authUrl }: Config, work: () => Promise<Result>): Promise<Result> {
  return work().catch((error: unknown) => {
    const failure = toAppError(error)
    throw failure.leadingTo(errorPageUrl(authUrl, failure.code))
  })
}
