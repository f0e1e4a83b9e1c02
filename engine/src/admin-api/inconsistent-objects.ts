import { type Json, toJson } from '../json/json.js'
import type { Inconsistency } from '../model/model.js'
import type { EngineState } from '../state/engine-state.js'
import { objectName } from './object-name.js'

/** Inconsistencies of a state as the metadata API lists them. */
export function inconsistentObjects(
  inconsistencies: readonly Inconsistency[],
  state: Pick<EngineState, 'loaded'>,
): Json[] {
  return inconsistencies.map((inconsistency) => describe(inconsistency, state))
}

function describe(inconsistency: Inconsistency, state: Pick<EngineState, 'loaded'>): Json {
  const { conflicts, reason } = inconsistency
  if (conflicts !== undefined) return { conflicts: toJson(conflicts), reason }
  return {
    ...(inconsistency.definition !== undefined && { definition: toJson(inconsistency.definition) }),
    ...(inconsistency.entity !== undefined && { entity: toJson(inconsistency.entity) }),
    name: objectName(inconsistency, state),
    reason,
    type: inconsistency.type,
  }
}
