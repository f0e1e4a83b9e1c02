import { HasuraError } from '../../errors.js'
import { isJsonObject, type Json, type JsonObject } from '../../json/json.js'
import type { TableModel } from '../../model/model.js'

/** A condition in the words of the old API (`$eq`, or a bare value) as `t_bool_exp`. */
export function translateWhere(where: Json, table: TableModel, path = '$.args.where'): JsonObject {
  if (!isJsonObject(where)) throw new HasuraError('parse-failed', 'expected an object', { path })
  return Object.fromEntries(
    Object.entries(where).map(([key, value]) => translateEntry(key, value, table, `${path}.${key}`)),
  )
}

function translateEntry(key: string, value: Json, table: TableModel, path: string): [string, Json] {
  const operator = underscored(key)
  if (operator === '_and' || operator === '_or') {
    const list = Array.isArray(value) ? value : [value]
    return [operator, list.map((one, index) => translateWhere(one, table, `${path}[${index}]`))]
  }
  if (operator === '_not') return [operator, translateWhere(value, table, path)]
  const field = table.columns.get(key)?.graphqlName
  if (field !== undefined && field !== null) return [field, translateComparison(value)]
  const relationship = table.relationships.get(key)
  if (relationship) return [relationship.name, translateWhere(value, relationship.target, path)]
  throw new HasuraError('not-exists', `column "${key}" does not exist`, { path })
}

function translateComparison(value: Json): Json {
  if (!isJsonObject(value)) return value === null ? { _is_null: true } : { _eq: value }
  return Object.fromEntries(Object.entries(value).map(([key, operand]) => [underscored(key), operand]))
}

/** `$eq` is from before GraphQL, where a name has no dollar sign. */
function underscored(key: string): string {
  const name = key.replace(/^\$/, '_')
  return name === '_ne' ? '_neq' : name
}
