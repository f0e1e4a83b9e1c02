import type { Env } from './env-template.js'
import type { Metadata } from './metadata.js'
import { MetadataError, type WarnOfMetadata } from './metadata-error.js'
import { missingEnv } from './missing-env.js'
import { locateProblem, parseMetadata } from './parse-metadata.js'
import { type AssembledMetadata, readMetadataFolder } from './read-metadata-folder.js'

/** Metadata of a folder, with what is needed to name the file and line of a later problem. */
export interface LoadedMetadata {
  metadata: Metadata
  assembled: AssembledMetadata
}

/**
 * Loads a Hasura v3 metadata folder.
 *
 * @param warn hears of keys and files that nobody reads
 * @throws MetadataError listing every problem with its file and line, missing environment variables too
 */
export function loadMetadataFolder(dir: string, env: Env, warn: WarnOfMetadata = () => {}): LoadedMetadata {
  const assembled = readMetadataFolder(dir, warn)
  const metadata = parseMetadata(assembled, warn)
  const missing = missingEnv(metadata, env)
  if (missing.length > 0) throw new MetadataError(missing.map((problem) => locateProblem(assembled, problem)))
  return { metadata, assembled }
}

/** Like `loadMetadataFolder`, for callers that need the metadata only. */
export function loadMetadata(dir: string, env: Env): Metadata {
  return loadMetadataFolder(dir, env).metadata
}
