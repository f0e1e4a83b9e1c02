import type { z } from 'zod'
import type { MetadataPath } from './source-positions.js'

type Issue = z.core.$ZodIssue

/** What is amiss at one place of the metadata. */
export interface Finding {
  path: MetadataPath
  message: string
  /** The path leads to a key that nobody knows. */
  isUnknownKey?: true
}

/** What zod found, in words for the author of the metadata, at the place of the mistake itself. */
export function describeIssue(issue: Issue, base: MetadataPath = []): Finding[] {
  const path = [...base, ...issue.path]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `${formatPath(path)}: unknown key "${key}", ignored as in Hasura`,
      isUnknownKey: true,
    }))
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const missing = issue.errors.flat().find((inner) => inner.path.length === 0 && isMissing(inner))
    if (missing) return describeIssue(missing, path)
    const closest = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? []
    return closest.flatMap((inner) => describeIssue(inner, path))
  }
  const message = isMissing(issue) ? 'this key is missing' : issue.message
  return [{ path, message: `${formatPath(path)}: ${message}` }]
}

/** Neither YAML nor JSON can say `undefined`. */
function isMissing(issue: Issue): boolean {
  return issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
}

/** How far into the value a union's branch got before it failed: the farthest is what was meant. */
function depth(issues: readonly Issue[]): number {
  return Math.max(
    0,
    ...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)),
  )
}

function formatPath(path: MetadataPath): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('')
}
