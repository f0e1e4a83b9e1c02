import type { Inconsistency } from '../model/model.js'
import { showName } from '../pg-catalogue/catalogue.js'
import type { EngineState } from '../state/engine-state.js'

type Metadata = Pick<EngineState, 'loaded'>

/** How Hasura names an object in its lists: `select_permission user in table posts in source default`. */
export function objectName({ type, name, path }: Inconsistency, metadata: Metadata): string {
  if (path === null) return name
  const { table, source } = findPlace(path, metadata)
  const inTable = table === undefined ? '' : ` in table ${table}`
  return `${type} ${name}${inTable}${source === undefined ? '' : ` in source ${source}`}`
}

const DEPENDENT_WORDS: Readonly<Record<string, string>> = {
  object_relation: 'relationship',
  array_relation: 'relationship',
  computed_field: 'computed field',
  event_trigger: 'event-trigger',
}

/** How Hasura names an object that stands in the way: `permission posts.user.select in source "default"`. */
export function dependentName({ type, name, path }: Inconsistency, metadata: Metadata): string {
  const { table, source } = findPlace(path, metadata)
  const fullName = table === undefined ? name : `${table}.${name}`
  const [, operation] = /^(.*)_permission$/.exec(type) ?? []
  const object =
    operation === undefined
      ? `${DEPENDENT_WORDS[type] ?? type} ${fullName}`
      : `permission ${fullName}.${operation}`
  return source === undefined ? object : `${object} in source "${source}"`
}

function findPlace(
  path: Inconsistency['path'],
  { loaded }: Metadata,
): { table?: string | undefined; source?: string | undefined } {
  const [section, sourceIndex, list, index, ...inner] = path ?? []
  const source = section === 'sources' ? loaded.metadata.sources[Number(sourceIndex)] : undefined
  const table = list === 'tables' && inner.length > 0 ? source?.tables[Number(index)]?.table : undefined
  return { table: table && showName(table), source: source?.name }
}
