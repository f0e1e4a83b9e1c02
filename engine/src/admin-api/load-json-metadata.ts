import { HasuraError } from '../errors.js'
import { stringifyJson, toJson } from '../json/json.js'
import type { Env } from '../metadata/env-template.js'
import type { LoadedMetadata } from '../metadata/load-metadata.js'
import { MetadataError } from '../metadata/metadata-error.js'
import { missingEnv } from '../metadata/missing-env.js'
import { parseMetadata } from '../metadata/parse-metadata.js'
import { SourcePositions } from '../metadata/source-positions.js'

/**
 * Metadata that came over the API instead of from a folder.
 *
 * @throws HasuraError naming everything that the engine does not know or support
 */
export function loadJsonMetadata(json: unknown, env: Env): LoadedMetadata {
  const assembled = { json: plainJson(json), positions: new SourcePositions() }
  try {
    const metadata = parseMetadata(assembled)
    const [missing] = missingEnv(metadata, env)
    if (missing) throw new HasuraError('not-found', missing.message, { path: '$.args' })
    return { metadata, assembled }
  } catch (error) {
    if (!(error instanceof MetadataError)) throw error
    const message = error.problems.map((problem) => problem.message).join('; ')
    throw new HasuraError('parse-failed', message, { path: '$.args', cause: error })
  }
}

/** Numbers of a request keep their digits as objects of their own; metadata has no use for that. */
function plainJson(json: unknown): unknown {
  return JSON.parse(stringifyJson(toJson(json)))
}
