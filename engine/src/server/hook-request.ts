import { readBody } from '../execute/request/read-body.js'
import { isJsonObject, type Json } from '../json/json.js'

/** What Hasura.GraphQL.Transport.HTTP.Protocol knows of a request, and writes again where it is given. */
const KEYS = ['operationName', 'query', 'variables']

/** A GraphQL request, or a list of them, for an auth hook; null for what is none. */
export function hookRequest(body: Json): Json {
  try {
    return Array.isArray(body) ? body.map(knownPart) : knownPart(body)
  } catch {
    return null
  }
}

/** @throws HasuraError when it is no GraphQL request */
function knownPart(request: Json): Json {
  readBody(request)
  if (!isJsonObject(request)) throw new TypeError('a request is an object')
  const given = Object.entries(request).filter(([key, value]) => KEYS.includes(key) && value !== null)
  return Object.fromEntries(given)
}
