import type { Session } from '../../../../static/auth.js'
import { startedAt } from './fake-page.js'

/** What the session route says for a token that ends so many minutes after the test's begin, by the server's clock. */
function sessionBody(minutes: number, id = '7'): Omit<Session, 'endsAt'> {
  return {
    user: { id, login: 'ada', name: null, email: null, image: null },
    expires: new Date(startedAt + 86_400_000).toISOString(),
    accessToken: `token until ${minutes}`,
    accessTokenExpiresAt: new Date(startedAt + minutes * 60_000).toISOString(),
    sessionId: 's',
    roles: ['user'],
    defaultRole: 'user',
    graphqlUrl: 'https://hasura.example/v1/graphql',
  }
}

/** @param aheadMinutes how far the server's clock is ahead of the browser's */
export function sessionAnswer(minutes: number, { id = '7', aheadMinutes = 0 } = {}): () => Response {
  return () => {
    const date = new Date(Date.now() + aheadMinutes * 60_000).toUTCString()
    return Response.json(sessionBody(minutes + aheadMinutes, id), { headers: { date } })
  }
}

export function failure(status: number, code: string): () => Response {
  return () => Response.json({ error: { code, message: `words for ${code}` } }, { status })
}

export function offline(): never {
  throw new TypeError('fetch failed')
}
