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

const trackedFunction = z.object({
  function: z.object({ name: z.string(), schema: z.string() }),
  configuration: z.looseObject({ exposed_as: z.enum(['query', 'mutation']) }),
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

/** What each file that is named in a list of includes holds. */
function readIncluded<T>(folder: string, shape: z.ZodType<T>): T[] {
  const path = `metadata/databases/default/${folder}`
  const includes = z.array(z.string().startsWith('!include ')).parse(read(`${path}/${folder}.yaml`))
  return includes.map((include) => shape.parse(read(`${path}/${include.slice('!include '.length)}`)))
}

export const readTables = () => readIncluded('tables', table)
export const readFunctions = () => readIncluded('functions', trackedFunction)

export function readActions(): z.output<typeof action>[] {
  return z.object({ actions: z.array(action) }).parse(read('metadata/actions.yaml')).actions
}

export function readMetadata(file: string): unknown {
  return read(`metadata/${file}`)
}
