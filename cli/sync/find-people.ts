import type { Deps } from '../../functions/deps.js'
import { findByLogin as findLogin, listSyncable } from '../../functions/sync/people-store.js'

export interface Listed {
  id: string
  login: string
}

const pageSize = 100

/** Everybody whom GitHub can be asked about. */
export async function findEverybody({ hasura }: Deps): Promise<Listed[]> {
  const found: Listed[] = []
  for (;;) {
    const variables = { after: found.at(-1)?.id ?? '', limit: pageSize }
    const { github_tokens: page } = await hasura.run(listSyncable, variables)
    found.push(...page.map(({ user }) => user))
    if (page.length < pageSize) return found
  }
}

/** The person with a login, whatever its letter case. */
export async function findByLogin({ hasura }: Deps, login: string): Promise<Listed[]> {
  const { users } = await hasura.run(findLogin, { login: login.toLowerCase() })
  if (users.length === 0) throw new Error(`Nobody with the login ${login} has signed in.`)
  return users
}
