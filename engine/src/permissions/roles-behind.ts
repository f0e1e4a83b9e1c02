import type { Model } from '../model/model.js'

/** A role and all that it inherits from, however far. */
export function rolesBehind({ inheritedRoles }: Pick<Model, 'inheritedRoles'>, role: string): Set<string> {
  const roles = new Set([role])
  // A set hands out what is added to it while it is walked through.
  for (const known of roles) {
    for (const parent of inheritedRoles.get(known) ?? []) roles.add(parent)
  }
  return roles
}
