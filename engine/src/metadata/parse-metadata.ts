import { describeIssue, type Finding } from './describe-issue.js'
import { dropUnknownKeys } from './drop-unknown-keys.js'
import { type Metadata, metadata as metadataSchema } from './metadata.js'
import { MetadataError, type MetadataProblem, type WarnOfMetadata } from './metadata-error.js'
import type { AssembledMetadata } from './read-metadata-folder.js'

/**
 * Checks assembled metadata and takes out of it what Hasura ignores. What this engine does not support is refused.
 *
 * @throws MetadataError with every problem
 */
export function parseMetadata(assembled: AssembledMetadata, warn: WarnOfMetadata = () => {}): Metadata {
  const first = metadataSchema.safeParse(assembled.json)
  if (first.success) return first.data
  const ignored = dropUnknownKeys(assembled.json).map((finding) => locateProblem(assembled, finding))
  for (const warning of ignored.sort(byPlace)) warn(warning)
  const parsed = metadataSchema.safeParse(assembled.json)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.flatMap((issue) => describeIssue(issue))
  throw new MetadataError(problems.map((problem) => locateProblem(assembled, problem)).sort(byPlace))
}

/** Puts a file and a line to a problem that is known by its path in the metadata. */
export function locateProblem(
  { json, positions }: AssembledMetadata,
  { path, message }: Pick<Finding, 'path' | 'message'>,
): MetadataProblem {
  return { ...(positions.locate(json, path) ?? { file: 'metadata', line: 1 }), message }
}

function byPlace(a: MetadataProblem, b: MetadataProblem): number {
  return a.file.localeCompare(b.file) || a.line - b.line
}
