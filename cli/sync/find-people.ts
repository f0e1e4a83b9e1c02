import { z } from 'zod'
import type { Deps } from '../../functions/deps.js'
import { findByLoginDocument, listSyncableDocument } from '../../functions/hasura/documents/list-users.js'

export interface Listed {
  id: string
  login: string
}

const people = z.object({ users: z.array(z.object({ id: z.string(), login: z.string() })) })
const pageSize = 100

/** Everybody whom GitHub can be asked about. */
export async function findEverybody({ hasura }: Deps): Promise<Listed[]> {
  const found: Listed[] = []
  for (;;) {
    const variables = { after: found.at(-1)?.id ?? '', limit: pageSize }
    const { users } = await hasura.request(listSyncableDocument, variables, people)
    found.push(...users)
    if (users.length < pageSize) return found
  }
}

/** The person with a login, whatever its letter case. */
export async function findByLogin({ hasura }: Deps, login: string): Promise<Listed[]> {
  // In a pattern the underscore stands for any character.
  const pattern = login.replace(/[_%\\]/g, '\\$&')
  const { users } = await hasura.request(findByLoginDocument, { login: pattern }, people)
  if (users.length === 0) throw new Error(`Nobody with the login ${login} has signed in.`)
  return users
}
