import { jwtAlgorithms } from '../../functions/config/jwt-algorithm.js'
import { jwtSecretShape } from '../../functions/config/jwt-secret.js'
import { randomSecret, type Variables } from './create-environment.js'
import { dotenv } from './format-environment.js'
import { readPresentValue } from './read-present-value.js'

interface Rotation {
  variables?: Variables
  steps: string[]
}

/** Secrets that somebody else holds as well, each with how it is replaced there. */
const rotations = {
  ACTION_SECRET: (current) =>
    withOverlap('ACTION_SECRET', current, (value) => `set ACTION_SECRET=${value} for Hasura and restart it.`),
  EVENT_SECRET: (current) =>
    withOverlap('EVENT_SECRET', current, (value) => `set EVENT_SECRET=${value} for Hasura and restart it.`),
  GITHUB_WEBHOOK_SECRET: (current) =>
    withOverlap(
      'GITHUB_WEBHOOK_SECRET',
      current,
      (value) => `set ${value} as the secret in the settings of the webhook at GitHub.`,
    ),
  GITHUB_CLIENT_SECRET: () => ({
    steps: [
      'Step 1 of 3: generate another client secret in the settings of the GitHub app. GitHub accepts both.',
      'Step 2 of 3: set GITHUB_CLIENT_SECRET for the functions to the new one and deploy.',
      'Step 3 of 3: delete the old one at GitHub. Nobody is signed out.',
    ],
  }),
  HASURA_GRAPHQL_ADMIN_SECRET: () => ({
    variables: { HASURA_GRAPHQL_ADMIN_SECRET: randomSecret() },
    steps: [
      'Step 1 of 2: set it for Hasura and restart it. The functions do not have it.',
      'Step 2 of 2: give it to whoever uses the console or the Hasura CLI. The old one opens nothing any more.',
    ],
  }),
  HASURA_GRAPHQL_JWT_SECRET: (current) => ({
    variables: { HASURA_GRAPHQL_JWT_SECRET: withNewKey(current) },
    steps: [
      'Step 1 of 2: set it for Hasura and restart it. Until step 2 is done every request with a token is refused.',
      'Step 2 of 2: set it for the functions and deploy. No session ends: browsers and clients refresh.',
      'A key pair is replaced without that gap: npm run keys -- --algorithm ES256 --jwks',
    ],
  }),
} as const satisfies Record<string, (current: string | undefined) => Rotation>

type OtherSecret = keyof typeof rotations

export const otherSecrets = Object.keys(rotations)

export function isOtherSecret(name: string): name is OtherSecret {
  return Object.hasOwn(rotations, name)
}

/**
 * Says how a secret is replaced that Hasura or GitHub hold, too.
 *
 * @param current the present value, where there is one
 */
export function rotateOtherSecret(name: OtherSecret, current: string | undefined): string {
  const { variables, steps }: Rotation = rotations[name](current)
  const settings = variables ? `${dotenv(variables)}\n\n` : ''
  return `${settings}${steps.join('\n')}\n`
}

/** The new one is used, the old one is accepted until its `_PREVIOUS` is taken away. */
function withOverlap(
  name: string,
  current: string | undefined,
  setThere: (value: string) => string,
): Rotation {
  const value = randomSecret()
  return {
    variables: { [name]: value, [`${name}_PREVIOUS`]: readPresentValue(name, current) },
    steps: [
      'Step 1 of 3: set both for the functions and deploy. They now accept either.',
      `Step 2 of 3: ${setThere(value)}`,
      `Step 3 of 3: take ${name}_PREVIOUS away from the functions and deploy.`,
    ],
  }
}

/** The same agreement with another shared key. */
function withNewKey(current: string | undefined): string {
  if (current === undefined)
    throw new Error('HASURA_GRAPHQL_JWT_SECRET is not set: give a file with --from, or set it.')
  const { data: secret } = jwtSecretShape.safeParse(current)
  const needs = secret && 'type' in secret ? jwtAlgorithms[secret.type] : undefined
  if (needs?.kind !== 'secret') {
    throw new Error(
      'HASURA_GRAPHQL_JWT_SECRET holds no shared key that is good now. Key pairs are replaced by: npm run keys -- rotate JWT_PRIVATE_KEYS',
    )
  }
  // What the shape took is an object; all but the key stays as it is.
  return JSON.stringify({ ...(JSON.parse(current) as object), key: randomSecret(needs.minimumBytes) })
}
