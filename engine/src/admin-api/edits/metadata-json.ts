import { z } from 'zod'
import { HasuraError } from '../../errors.js'
import { isJsonObject, type Json, type JsonObject } from '../../json/json.js'
import { type QualifiedName, qualifiedName } from '../../metadata/schemas/common.js'
import { type Name, nameKey, showName } from '../../pg-catalogue/catalogue.js'

/** Arguments that every command about one table has. */
export const tableArgs = z.object({ source: z.string().default('default'), table: qualifiedName })
export type TableArgs = z.output<typeof tableArgs>

/** The list under a key; it is made when it is not there. */
export function listAt(parent: JsonObject, key: string): Json[] {
  const existing = parent[key]
  if (Array.isArray(existing)) return existing
  const list: Json[] = []
  parent[key] = list
  return list
}

/** The object of a list whose `key` has the value. */
export function findBy(list: readonly Json[], key: string, value: Json): JsonObject | undefined {
  return list.filter(isJsonObject).find((object) => object[key] === value)
}

/** Takes the object out of the list whose `key` has the value. @returns was it there? */
export function removeBy(list: Json[], key: string, value: Json): boolean {
  const index = list.findIndex((object) => isJsonObject(object) && object[key] === value)
  if (index >= 0) list.splice(index, 1)
  return index >= 0
}

export function findSource(metadata: JsonObject, name: string): JsonObject {
  const source = findBy(listAt(metadata, 'sources'), 'name', name)
  if (source) return source
  throw new HasuraError('not-exists', `source with name "${name}" does not exist`, { path: '$.args.source' })
}

/** The metadata of a tracked table. */
export function findTable(metadata: JsonObject, { source, table }: TableArgs): JsonObject {
  const found = findNamed(listAt(findSource(metadata, source), 'tables'), 'table', table)
  if (found) return found
  const message = `table "${showName(table)}" does not exist in source: ${source}`
  throw new HasuraError('not-exists', message, { path: '$.args.table' })
}

/** The object of a list whose `key` holds the qualified name, in either of its forms. */
export function findNamed(list: readonly Json[], key: string, name: Name): JsonObject | undefined {
  return list.filter(isJsonObject).find((object) => {
    const parsed = qualifiedName.safeParse(object[key])
    return parsed.success && nameKey(parsed.data) === nameKey(name)
  })
}

export function nameJson({ schema, name }: QualifiedName): JsonObject {
  return { schema, name }
}
