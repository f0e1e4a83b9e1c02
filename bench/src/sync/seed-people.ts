import type { Database } from '../../../engine/src/index.js'
import type { Deps } from '../../../functions/deps.js'
import { sealTokens } from '../../../functions/github-grant/sealed-tokens.js'
import type { BenchPerson } from './bench-github.js'

const chunk = 500

/** People who signed in once and were never synced, by the token that they gave. */
export async function seedPeople(
  database: Database,
  deps: Deps,
  howMany: number,
): Promise<Map<string, BenchPerson>> {
  // The sync is run here by itself: no event may bring another one.
  await database.exec('alter table users disable trigger "notify_hasura_sync_user_INSERT"')
  const people = Array.from({ length: howMany }, (_, index) => benchPerson(index))
  for (let start = 0; start < people.length; start += chunk) {
    const part = people.slice(start, start + chunk)
    const grants = await Promise.all(
      part.map(({ id }) =>
        sealTokens(deps.sealer, String(id), { token: tokenOf(id), scopes: 'read:org user:email' }),
      ),
    )
    const rows = part.map(({ id, login }, at) => ({ id: String(id), login, token: grants[at]?.token }))
    const given = [JSON.stringify(rows)]
    const from = 'jsonb_to_recordset($1::jsonb) as given (id text, login text, token text)'
    await database.query(`insert into users (id, login, avatar_url) select id, login, '' from ${from}`, given)
    await database.query(
      `insert into github_tokens (user_id, token, scopes) select id, token, 'read:org user:email' from ${from}`,
      given,
    )
  }
  return new Map(people.map((person) => [tokenOf(person.id), person]))
}

function tokenOf(id: number): string {
  return `gho_${id}`
}

function benchPerson(index: number): BenchPerson {
  const login = `person${index}`
  const teams = index % 5 === 0 ? ['core'] : []
  return {
    id: 10_000_000 + index,
    login,
    name: `Person ${index}`,
    email: `${login}@example.com`,
    organisations: ['acme'],
    teams,
  }
}
