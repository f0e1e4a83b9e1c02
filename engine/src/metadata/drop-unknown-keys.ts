import { describeIssue, type Finding } from './describe-issue.js'
import { metadata } from './metadata.js'
import type { MetadataPath } from './source-positions.js'

/**
 * Takes the keys that nobody knows out of `json`, as Hasura's decoders pass over them, and says which they were.
 *
 * The schemas stay strict, so that they alone tell which keys there are: what they complain of is dropped until they
 * complain of nothing unknown any more, as a branch of a union may hide others behind its first complaint.
 *
 * @see `HasCodec` and `FromJSON` in Hasura.RQL.Types.Metadata.* and beside, none of which refuses unknown fields
 */
export function dropUnknownKeys(json: unknown): Finding[] {
  const issues = metadata.safeParse(json).error?.issues ?? []
  const unknown = issues
    .flatMap((issue) => describeIssue(issue))
    .filter(({ path, isUnknownKey }) => isUnknownKey && dropKey(json, path))
  return unknown.length === 0 ? [] : [...unknown, ...dropUnknownKeys(json)]
}

function dropKey(json: unknown, path: MetadataPath): boolean {
  const parent = path
    .slice(0, -1)
    .reduce((value, key) => (isObject(value) ? Reflect.get(value, key) : undefined), json)
  const key = path.at(-1)
  if (key === undefined || !isObject(parent) || !(key in parent)) return false
  return Reflect.deleteProperty(parent, key)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
