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
    const { users } = await hasura.run(listSyncable, variables)
    found.push(...users)
    if (users.length < pageSize) return found
  }
}

/** The person with a login, whatever its letter case. */
export async function findByLogin({ hasura }: Deps, login: string): Promise<Listed[]> {
  // In a pattern the underscore stands for any character.
  const pattern = login.replace(/[_%\\]/g, '\\$&')
  const { users } = await hasura.run(findLogin, { login: pattern })
  if (users.length === 0) throw new Error(`Nobody with the login ${login} has signed in.`)
  return users
}
