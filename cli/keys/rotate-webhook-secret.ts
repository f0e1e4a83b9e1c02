import { randomSecret, type Variables } from './create-environment.js'
import { dotenv } from './format-environment.js'

export const webhookSecrets = ['ACTION_SECRET', 'EVENT_SECRET'] as const

type WebhookSecret = (typeof webhookSecrets)[number]

/**
 * Replaces a secret of Hasura's webhooks: the new one is used, the old one is accepted until its `_PREVIOUS` is taken away.
 *
 * @param current the present value
 */
export function rotateWebhookSecret(name: WebhookSecret, current: string): string {
  const value = randomSecret()
  const functions: Variables = { [name]: value, [`${name}_PREVIOUS`]: current }
  const steps = [
    'Step 1 of 3: set both for the functions and deploy. They now accept either.',
    `Step 2 of 3: set ${name}=${value} for Hasura and restart it.`,
    `Step 3 of 3: take ${name}_PREVIOUS away from the functions and deploy.`,
  ]
  return `${dotenv(functions)}\n\n${steps.join('\n')}\n`
}
