import type { Sound } from './environment.js'
import { clientTypeOf } from './github-client.js'
import type { Values } from './normalise.js'
import { missingScopes } from './scopes.js'
import { retiredInUse, sharedSecrets } from './secret-values.js'
import { loopbackInProduction } from './this-machine.js'

/** What single variables cannot tell: where two of them, or one and the place where it stands, do not go together. */
export function contradictions(env: Sound, values: Values): string[] {
  return [
    ...sharedSecrets(env, values),
    ...lonelyPrevious(values),
    ...missingScopes(env),
    ...retiredInUse(env, values),
    ...wrongClientType(env),
    ...idleAboveMax(env, values),
    ...loopbackInProduction(values),
  ]
}

function lonelyPrevious(values: Values): string[] {
  return Object.keys(values)
    .filter((name) => /^(AUTH|ACTION|EVENT|GITHUB_WEBHOOK)_SECRET_PREVIOUS$/.test(name))
    .map((name) => [name, name.replace(/_PREVIOUS$/, '')] as const)
    .filter(([, current]) => values[current] === undefined)
    .map(([name, current]) => `${name} stands alone: set ${current}, or take ${name} away`)
}

function wrongClientType({ GITHUB_CLIENT_ID: id, GITHUB_CLIENT_TYPE: given }: Sound): string[] {
  const told = id === undefined ? undefined : clientTypeOf(id)
  if (told === undefined || given === undefined || told === given) return []
  const kind = told === 'github-app' ? 'a GitHub App' : 'an OAuth App'
  return [`GITHUB_CLIENT_TYPE is ${given}, but GITHUB_CLIENT_ID is that of ${kind}: set it to ${told}`]
}

/** Only where it was set: the usual idle time gives way to a shorter maximum. */
function idleAboveMax({ SESSION_IDLE_DAYS: idle, SESSION_MAX_DAYS: max }: Sound, values: Values): string[] {
  if (values['SESSION_IDLE_DAYS'] === undefined || idle === undefined || max === undefined) return []
  return idle > max
    ? [
        'SESSION_IDLE_DAYS is above SESSION_MAX_DAYS (180 unless it is set): lower it, or raise SESSION_MAX_DAYS',
      ]
    : []
}
