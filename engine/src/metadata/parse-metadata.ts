import { describeIssue } from './describe-issue.js'
import { type Metadata, metadata as metadataSchema } from './metadata.js'
import { MetadataError, type MetadataProblem } from './metadata-error.js'
import type { AssembledMetadata } from './read-metadata-folder.js'
import type { MetadataPath } from './source-positions.js'

/**
 * Checks assembled metadata strictly: a key that this engine does not know, or does not support, is refused.
 *
 * @throws MetadataError with every problem
 */
export function parseMetadata(assembled: AssembledMetadata): Metadata {
  const parsed = metadataSchema.safeParse(assembled.json)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.flatMap((issue) => describeIssue(issue))
  throw new MetadataError(problems.map((problem) => locateProblem(assembled, problem)).sort(byPlace))
}

/** Puts a file and a line to a problem that is known by its path in the metadata. */
export function locateProblem(
  { json, positions }: AssembledMetadata,
  { path, message }: { path: MetadataPath; message: string },
): MetadataProblem {
  return { ...(positions.locate(json, path) ?? { file: 'metadata', line: 1 }), message }
}

function byPlace(a: MetadataProblem, b: MetadataProblem): number {
  return a.file.localeCompare(b.file) || a.line - b.line
}
