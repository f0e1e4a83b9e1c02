import { createHash } from 'node:crypto'

export interface BenchPerson {
  id: number
  login: string
  name: string
  email: string
  organisations: string[]
  teams: string[]
}

interface CallCounts {
  calls: number
  /** Answers with status 304, which cost nothing of GitHub's rate limit. */
  unchanged: number
}

/**
 * The four questions of a sync, answered without a network: people are found by their token, answers carry weak ETags as
 * GitHub's do. Everything else is passed on.
 */
export function benchGithub(url: string, people: ReadonlyMap<string, BenchPerson>) {
  const counts: CallCounts = { calls: 0, unchanged: 0 }
  const answer: typeof fetch = async (input, init) => {
    const asked = new URL(String(input))
    if (asked.origin !== url) return fetch(input, init)
    const headers = new Headers(init?.headers)
    const person = people.get(headers.get('authorization')?.split(' ')[1] ?? '')
    if (!person) return Response.json({ message: 'Bad credentials' }, { status: 401 })
    counts.calls += 1
    const body = JSON.stringify(contentOf(asked.pathname, person, url))
    const etag = `W/"${createHash('sha256').update(body).digest('hex')}"`
    if (headers.get('if-none-match') === etag) {
      counts.unchanged += 1
      return new Response(null, { status: 304, headers: { etag } })
    }
    return new Response(body, { headers: { etag, 'content-type': 'application/json; charset=utf-8' } })
  }
  return { fetch: answer, counts }
}

function contentOf(path: string, { id, login, name, email, organisations, teams }: BenchPerson, url: string) {
  if (path.endsWith('/user/emails')) return [{ email, primary: true, verified: true, visibility: null }]
  if (path.endsWith('/user/memberships/orgs'))
    return organisations.map((organisation) => ({ state: 'active', organization: { login: organisation } }))
  if (path.endsWith('/user/teams')) return teams.map((slug) => ({ slug, organization: { login: 'acme' } }))
  return { id, login, name, type: 'User', avatar_url: `${url}/avatars/u/${id}?v=4` }
}
