import { readBody } from '../execute/request/read-body.js'
import type { Json } from '../json/json.js'

/** A GraphQL request, or a list of them, for an auth hook; null for what is none. */
export function hookRequest(body: Json): Json {
  try {
    for (const request of [body].flat()) readBody(request)
    return body
  } catch {
    return null
  }
}
