import * as z from 'zod'
import { jwksMaxAgeSeconds } from '../../functions/token/jwks.js'
import type { Variables } from './create-environment.js'
import { createKeyPair, type PairAlgorithm, type PrivateJwk, pairAlgorithms } from './create-key-pair.js'
import { dotenv } from './format-environment.js'

const keySet = z.object({
  keys: z
    .array(z.looseObject({ alg: z.enum(pairAlgorithms), iat: z.number().default(0) }))
    .min(1)
    .max(2),
})

/** One step of a rotation: what to set now, and what to do when. */
export interface RotationStep {
  name: 'publish' | 'sign' | 'retire'
  variables: Variables
  instructions: string[]
}

interface Situation {
  /** The present value of `JWT_PRIVATE_KEYS`. */
  privateKeys: string
  accessTokenSeconds: number
  now: Date
}

/**
 * The next step of replacing the signing key while every token in use stays good: publish the new key, sign with it
 * once every verifier can have it, retire the old one once no token of it is left.
 *
 * Which step is next follows from the keys alone: the newest one is missing, waiting behind, or signing.
 */
export function rotateJwtKeys({ privateKeys, accessTokenSeconds, now }: Situation): RotationStep {
  const [first, second] = parseKeys(privateKeys)
  if (!second) return publish(first, now)
  return second.iat > first.iat ? sign(first, second, accessTokenSeconds) : retire(first)
}

function parseKeys(text: string): [PairKey, PairKey?] {
  const parsed = keySet.safeParse(parseJson(text))
  const [first, second] = parsed.success ? parsed.data.keys : []
  if (!first) {
    throw new Error(
      'JWT_PRIVATE_KEYS must be a JWK set of one or two keys, as `npm run keys -- --jwks` makes it.',
    )
  }
  return second ? [first, second] : [first]
}

type PairKey = PrivateJwk & { alg: PairAlgorithm; iat: number }

function publish(current: PairKey, now: Date): RotationStep {
  // Newer than the old key also when both are made within a second.
  const madeAt = new Date(Math.max(now.getTime(), (current.iat + 1) * 1000))
  const { privateJwk } = createKeyPair(current.alg, madeAt)
  return {
    name: 'publish',
    variables: toVariables([current, privateJwk]),
    instructions: [
      'Step 1 of 3: publish the new key. The old one still signs.',
      'Set JWT_PRIVATE_KEYS for the functions to the value above and deploy.',
      `Wait ${jwksMaxAgeSeconds} seconds, until Hasura has read the new key. Then run this command again.`,
    ],
  }
}

function sign(old: PairKey, current: PairKey, accessTokenSeconds: number): RotationStep {
  return {
    name: 'sign',
    variables: toVariables([current, old]),
    instructions: [
      'Step 2 of 3: sign with the new key. The old one is still published.',
      'Set JWT_PRIVATE_KEYS for the functions to the value above and deploy.',
      `Wait ${accessTokenSeconds} seconds, until no token of the old key is left. Then run this command again.`,
    ],
  }
}

function retire(current: PairKey): RotationStep {
  return {
    name: 'retire',
    variables: toVariables([current]),
    instructions: [
      'Step 3 of 3: retire the old key.',
      'Set JWT_PRIVATE_KEYS for the functions to the value above and deploy. That is all.',
    ],
  }
}

function toVariables(keys: PrivateJwk[]): Variables {
  return { JWT_PRIVATE_KEYS: JSON.stringify({ keys }) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The step as a person reads it. */
export function describeStep({ variables, instructions }: RotationStep): string {
  return `${dotenv(variables)}\n\n${instructions.join('\n')}\n`
}
