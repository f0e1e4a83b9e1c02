// @ts-check

/** @import { Session } from '../auth.js' */

/** No error is longer, and a long answer is not read twice. */
const longestErrorBytes = 4096
/** What comes as a whole: a stream of JSON may never end. */
const singleAnswer = /^application\/(graphql-response\+)?json *(;|$)/i

/**
 * `fetch` with the access token; once more with a new one where it was refused, by status or in Hasura's way.
 *
 * @param {() => Promise<Session | null>} current
 * @param {(refused: string) => Promise<Session | null>} renew
 * @param {typeof fetch} fetch
 * @param {(url: string, session: Session) => Promise<void>} requireTrust throws for an address that may not get the token
 * @returns {typeof fetch}
 */
export function sendAuthorized(current, renew, fetch, requireTrust) {
  return async (input, init) => {
    const request = new Request(input, init)
    const session = await current()
    if (!session) return fetch(request)
    await requireTrust(request.url, session)
    const again = request.clone()
    const answer = await fetch(withToken(request, session))
    if (!(await isRefused(answer))) return answer
    const next = await renew(session.accessToken).catch(() => null)
    // The same token would be refused again, and what one person asked another must not send.
    if (next?.user.id !== session.user.id || next.accessToken === session.accessToken) return answer
    return fetch(withToken(again, next))
  }
}

/**
 * @param {Request} request
 * @param {Session} session
 */
function withToken(request, { accessToken }) {
  request.headers.set('authorization', `Bearer ${accessToken}`)
  return request
}

/** @param {Response} answer */
async function isRefused(answer) {
  if (answer.status === 401) return true
  const { headers } = answer
  const isLong = Number(headers.get('content-length')) > longestErrorBytes
  if (isLong || !singleAnswer.test(headers.get('content-type') ?? '')) return false
  const body = await answer
    .clone()
    .json()
    .catch(() => null)
  return body?.errors?.[0]?.extensions?.code === 'invalid-jwt'
}
