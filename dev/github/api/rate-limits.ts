import type { MiddlewareHandler } from 'hono'
import type { GithubState } from '../github-state.js'
import { apiError } from './api-error.js'
import { bearerToken } from './bearer-token.js'

interface Hour {
  used: number
  /** Milliseconds since the epoch. */
  endsAt: number
}

const hourMs = 3_600_000

/**
 * GitHub's primary rate limit: so many answers per person and hour, counted whichever token asks, and told with every
 * answer. A 304 costs nothing.
 *
 * @see https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export function rateLimits(state: GithubState): MiddlewareHandler {
  const hours = new Map<string, Hour>()
  return async (context, next) => {
    const token = bearerToken(context.req.raw)
    const login = token === undefined ? undefined : state.tokens.find(token)?.login
    if (login === undefined) return next()
    const hour = currentHour(hours, login, state.now())
    if (hour.used >= state.hourlyLimit) {
      context.res = apiError(403, 'API rate limit exceeded for this user.')
    } else {
      await next()
      if (context.res.status !== 304) hour.used += 1
    }
    for (const [name, value] of Object.entries(describe(hour, state.hourlyLimit)))
      context.res.headers.set(name, value)
    return
  }
}

function currentHour(hours: Map<string, Hour>, login: string, now: number): Hour {
  const known = hours.get(login)
  if (known && known.endsAt > now) return known
  const fresh = { used: 0, endsAt: now + hourMs }
  hours.set(login, fresh)
  return fresh
}

function describe({ used, endsAt }: Hour, limit: number): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(limit - used),
    'x-ratelimit-used': String(used),
    'x-ratelimit-reset': String(Math.ceil(endsAt / 1000)),
    'x-ratelimit-resource': 'core',
  }
}
