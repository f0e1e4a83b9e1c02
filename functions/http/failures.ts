import type { AppError } from '../errors.js'
import { errorPage } from './error-page.js'
import { html, json } from './respond.js'

/** How a kind of route tells its caller what went wrong. */
export type FailureResponse = (error: AppError, request: Request) => Response

/** For browsers: a page where a page was asked for, JSON for scripts. */
export const browserFailure: FailureResponse = (error, request) => {
  const { status, setCookies } = error
  const headers = { ...retryAfter(error), ...challenge(error) }
  const wantsPage = (request.headers.get('accept') ?? '').includes('text/html')
  if (wantsPage) return html(errorPage(error, new URL(request.url).pathname), { status, setCookies, headers })
  const { code, message, url } = error
  const answer = { error: { code, message, ...hint(error) }, ...(url === undefined ? {} : { url }) }
  return json(answer, { status, setCookies, headers })
}

/**
 * For Hasura's Actions: anything but a 4xx would reach the client as "internal error".
 *
 * @see https://hasura.io/docs/2.0/actions/action-handlers/#returning-an-error-response
 */
export const actionFailure: FailureResponse = (error) => {
  const status = error.status < 500 ? error.status : 400
  return json(
    { message: error.message, extensions: { code: error.code, ...hint(error) } },
    { status, headers: challenge(error) },
  )
}

/** For Hasura's triggers: everything but a 2xx is tried again, after `Retry-After` if it is given. */
export const eventFailure: FailureResponse = (error) => {
  const { code, message, status } = error
  return json(
    { error: { code, message } },
    { status, headers: { ...retryAfter(error), ...challenge(error) } },
  )
}

function retryAfter({ retryAfterSeconds }: AppError): Record<string, string> {
  return retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
}

function hint({ hint: text }: AppError): { hint?: string } {
  return text === undefined ? {} : { hint: text }
}

/** @see RFC 6750 section 3 */
function challenge({ status }: AppError): Record<string, string> {
  return status === 401 ? { 'www-authenticate': 'Bearer' } : {}
}
