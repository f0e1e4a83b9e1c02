import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { repository } from '../../dev/repository.js'

interface HasuraAdditions {
  /** A migration that runs after ours. */
  sql: string
  /** Tables as the metadata has them. */
  tables: { table: { schema: string; name: string }; [key: string]: unknown }[]
  /** Relationships of `users`. */
  userRelationships?: object[]
  /** Columns of `users` that the functions may read besides the usual ones. */
  readableUserColumns?: string[]
}

export interface HasuraFolder {
  path: string
  remove(): Promise<void>
}

const usersSchema = z.looseObject({
  array_relationships: z.array(z.unknown()),
  select_permissions: z.array(
    z.looseObject({ role: z.string(), permission: z.looseObject({ columns: z.array(z.string()) }) }),
  ),
})

/** A copy of `hasura/` with tables of one's own: what somebody has who builds on this project. */
export async function hasuraFolder(additions: HasuraAdditions): Promise<HasuraFolder> {
  const path = await mkdtemp(join(tmpdir(), 'own-hasura-'))
  await cp(`${repository}/hasura`, path, { recursive: true })
  const migration = join(path, 'migrations/default/1899000000000_own_tables')
  await mkdir(migration)
  await writeFile(join(migration, 'up.sql'), additions.sql)
  const tables = join(path, 'metadata/databases/default/tables')
  await change(join(tables, 'public_users.yaml'), (content) => extendUsers(content, additions))
  for (const table of additions.tables) await writeFile(join(tables, fileOf(table)), stringify(table))
  const includes = additions.tables.map((table) => `!include ${fileOf(table)}`)
  await change(join(tables, 'tables.yaml'), (content) => [...z.array(z.string()).parse(content), ...includes])
  return { path, remove: () => rm(path, { recursive: true }) }
}

function fileOf({ table }: HasuraAdditions['tables'][number]): string {
  return `${table.schema}_${table.name}.yaml`
}

async function change(file: string, work: (content: unknown) => unknown): Promise<void> {
  await writeFile(file, stringify(work(parse(await readFile(file, 'utf8')))))
}

function extendUsers(
  content: unknown,
  { userRelationships = [], readableUserColumns = [] }: HasuraAdditions,
) {
  const users = usersSchema.parse(content)
  users.array_relationships.push(...userRelationships)
  for (const { role, permission } of users.select_permissions) {
    if (role === 'auth_service') permission.columns.push(...readableUserColumns)
  }
  return users
}
