import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const root = new URL('../../hasura/', import.meta.url).pathname
const permission = z.looseObject({
  columns: z.union([z.array(z.string()), z.literal('*')]).optional(),
  filter: z.unknown().optional(),
  check: z.unknown().optional(),
  limit: z.number().optional(),
  allow_aggregations: z.boolean().optional(),
})
const permissions = z
  .array(z.object({ role: z.string(), permission, comment: z.string().optional() }))
  .default([])

const table = z.looseObject({
  table: z.object({ name: z.string(), schema: z.string() }),
  select_permissions: permissions,
  insert_permissions: permissions,
  update_permissions: permissions,
  delete_permissions: permissions,
})

const header = z.looseObject({ name: z.string(), value_from_env: z.string().optional() })
const action = z.object({
  name: z.string(),
  definition: z.looseObject({
    handler: z.string(),
    forward_client_headers: z.boolean().optional(),
    headers: z.array(header),
    timeout: z.number(),
  }),
  permissions: z.array(z.object({ role: z.string() })),
})

export type TableFile = z.output<typeof table>

function read(path: string): unknown {
  return parse(readFileSync(join(root, path), 'utf8'))
}

/** Every file below hasura/, by its path there. */
export function hasuraFiles(): { path: string; text: string }[] {
  const names = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return names.map((entry) => {
    const full = join(entry.parentPath, entry.name)
    return { path: full.slice(root.length), text: readFileSync(full, 'utf8') }
  })
}

export function readTables(): TableFile[] {
  const folder = 'metadata/databases/default/tables'
  const includes = z.array(z.string().startsWith('!include ')).parse(read(`${folder}/tables.yaml`))
  return includes.map((include) => table.parse(read(`${folder}/${include.slice('!include '.length)}`)))
}

export function readActions(): z.output<typeof action>[] {
  return z.object({ actions: z.array(action) }).parse(read('metadata/actions.yaml')).actions
}

export function readMetadata(file: string): unknown {
  return read(`metadata/${file}`)
}
