import type { ActionMetadata } from '../metadata/schemas/action.js'
import type { InconsistencyCollector } from '../model/inconsistency-collector.js'
import type { RootFieldClaims } from './root-field-claims.js'

/** The actions whose names are free. */
export function claimActions(
  actions: readonly ActionMetadata[],
  claims: RootFieldClaims,
  collector: InconsistencyCollector,
): ActionMetadata[] {
  return actions.filter((action, index) => {
    const { name, definition } = action
    const claim = () => {
      claims.claimAction(name, definition.type)
      return true
    }
    const subject = { path: ['actions', index], type: 'action', name, definition: action }
    return collector.attempt(subject, claim)
  })
}
