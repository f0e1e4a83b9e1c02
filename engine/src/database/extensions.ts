import type { Extension } from '@electric-sql/pglite'
import { instantiateInTurn } from './instantiate-in-turn.js'

/** The extensions of Postgres' own distribution that people's migrations create; each is a module of PGlite. */
const loaders = {
  btree_gin: async () => (await import('@electric-sql/pglite/contrib/btree_gin')).btree_gin,
  btree_gist: async () => (await import('@electric-sql/pglite/contrib/btree_gist')).btree_gist,
  citext: async () => (await import('@electric-sql/pglite/contrib/citext')).citext,
  cube: async () => (await import('@electric-sql/pglite/contrib/cube')).cube,
  earthdistance: async () => (await import('@electric-sql/pglite/contrib/earthdistance')).earthdistance,
  fuzzystrmatch: async () => (await import('@electric-sql/pglite/contrib/fuzzystrmatch')).fuzzystrmatch,
  hstore: async () => (await import('@electric-sql/pglite/contrib/hstore')).hstore,
  intarray: async () => (await import('@electric-sql/pglite/contrib/intarray')).intarray,
  ltree: async () => (await import('@electric-sql/pglite/contrib/ltree')).ltree,
  pg_trgm: async () => (await import('@electric-sql/pglite/contrib/pg_trgm')).pg_trgm,
  pgcrypto: async () => (await import('@electric-sql/pglite/contrib/pgcrypto')).pgcrypto,
  tablefunc: async () => (await import('@electric-sql/pglite/contrib/tablefunc')).tablefunc,
  unaccent: async () => (await import('@electric-sql/pglite/contrib/unaccent')).unaccent,
  uuid_ossp: async () => (await import('@electric-sql/pglite/contrib/uuid_ossp')).uuid_ossp,
} satisfies Record<string, () => Promise<Extension>>

export type ExtensionName = keyof typeof loaders

// Object.keys loses the literal type of its own argument.
export const extensionNames = Object.keys(loaders) as ExtensionName[]

/** Makes extensions available to `CREATE EXTENSION`; all of them add a quarter of a second to the start. */
export async function loadExtensions(names: readonly ExtensionName[]): Promise<Record<string, Extension>> {
  const loaded = await Promise.all(names.map(async (name) => [name, await loaders[name]()] as const))
  return { instantiateInTurn, ...Object.fromEntries(loaded) }
}

const CREATE_EXTENSION = /\bcreate\s+extension\s+(?:if\s+not\s+exists\s+)?"?([a-z_-]+)"?/gi

/** The extensions that a script creates, with those that they need. */
export function extensionsNamedIn(sql: string): ExtensionName[] {
  const named = [...sql.matchAll(CREATE_EXTENSION)].map(([, name = '']) =>
    name.toLowerCase().replace('-', '_'),
  )
  const needed = named.includes('earthdistance') ? ['cube'] : []
  return extensionNames.filter((name) => named.includes(name) || needed.includes(name))
}
