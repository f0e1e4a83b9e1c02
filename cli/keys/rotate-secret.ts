import { randomSecret, type Variables } from './create-environment.js'
import { dotenv } from './format-environment.js'

export const rotatableSecrets = ['AUTH_SECRET', 'ACTION_SECRET', 'EVENT_SECRET'] as const

type RotatableSecret = (typeof rotatableSecrets)[number]

/**
 * Replaces a secret: the new one is used, the old one is accepted until its `_PREVIOUS` is taken away.
 *
 * @param current the present value
 */
export function rotateSecret(name: RotatableSecret, current: string): string {
  const functions: Variables = { [name]: randomSecret(), [`${name}_PREVIOUS`]: current }
  const steps = name === 'AUTH_SECRET' ? authSteps : webhookSteps(name, functions[name] ?? '')
  return `${dotenv(functions)}\n\n${steps.join('\n')}\n`
}

const authSteps = [
  'Step 1 of 2: set both for the functions and deploy. New tokens and cookies use the new secret, old ones stay good.',
  'Step 2 of 2: after SESSION_IDLE_DAYS (30 unless you changed it) take AUTH_SECRET_PREVIOUS away and deploy.',
  'Whoever did not come back until then signs in again. Stored GitHub tokens are sealed anew by the daily sync.',
]

function webhookSteps(name: RotatableSecret, value: string): string[] {
  return [
    'Step 1 of 3: set both for the functions and deploy. They now accept either.',
    `Step 2 of 3: set ${name}=${value} for Hasura and restart it.`,
    `Step 3 of 3: take ${name}_PREVIOUS away from the functions and deploy.`,
  ]
}
