import type { GithubState } from '../github-state.js'
import type { Person } from '../people.js'

/**
 * Puts our people into an answer of `emulate`, which counts ids from one, draws no avatars and knows neither account
 * types nor renames.
 */
export function presentPeople(value: unknown, state: GithubState): unknown {
  if (Array.isArray(value)) return value.map((item) => presentPeople(item, state))
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, presentPeople(field, state)]),
  )
  const person = typeof fields['login'] === 'string' ? state.people.get(fields['login']) : undefined
  return person && fields['type'] === 'User' ? { ...fields, ...identity(person, fields, state.url) } : fields
}

function identity(
  { id, login, type, name, email }: Person,
  fields: Readonly<Record<string, unknown>>,
  url: string,
) {
  const brief = { id, login, type, avatar_url: `${url}/avatars/u/${id}?v=4`, html_url: `${url}/${login}` }
  return 'name' in fields ? { ...brief, name, email } : brief
}
