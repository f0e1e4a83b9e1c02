import { isDeepStrictEqual } from 'node:util'
import { isJsonObject, type Json, type JsonObject, toJson } from '../json/json.js'
import type { Env } from '../metadata/env-template.js'
import type { MetadataPath } from '../metadata/source-positions.js'
import type { EngineState } from '../state/engine-state.js'
import { loadJsonMetadata } from './load-json-metadata.js'

/**
 * Takes everything inconsistent out of the metadata, and what becomes inconsistent by that, until all fits.
 *
 * @param build makes the state of other metadata
 */
export async function withoutInconsistent(
  state: EngineState,
  build: (loaded: EngineState['loaded']) => Promise<EngineState>,
  env: Env,
): Promise<EngineState> {
  let current = state
  for (;;) {
    // From the last to the first, so that earlier positions in a list stay what they are.
    const paths = current.inconsistencies.flatMap(({ path }) => (path ? [path] : [])).sort(comparePaths)
    if (paths.length === 0) return current
    const metadata = copy(current.loaded.assembled.json)
    for (const path of paths.reverse()) removeAt(metadata, path)
    if (isDeepStrictEqual(metadata, current.loaded.assembled.json)) {
      throw new TypeError('an inconsistency names a place that is not in the metadata')
    }
    current = await build(loadJsonMetadata(metadata, env))
  }
}

function copy(json: unknown): JsonObject {
  const copied = toJson(json)
  if (!isJsonObject(copied)) throw new TypeError('metadata is an object')
  return copied
}

function removeAt(root: JsonObject, path: MetadataPath): void {
  let parent: Json = root
  for (const step of path.slice(0, -1)) parent = childOf(parent, step)
  const last = path.at(-1)
  if (Array.isArray(parent) && typeof last === 'number') parent.splice(last, 1)
  else if (isJsonObject(parent)) delete parent[String(last)]
}

function childOf(parent: Json, step: PropertyKey): Json {
  if (Array.isArray(parent)) return parent[Number(step)] ?? null
  return isJsonObject(parent) ? (parent[String(step)] ?? null) : null
}

function comparePaths(left: MetadataPath, right: MetadataPath): number {
  for (const [index, step] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    if (step === other) continue
    return typeof step === 'number' && typeof other === 'number'
      ? step - other
      : String(step) < String(other)
        ? -1
        : 1
  }
  return left.length - right.length
}
