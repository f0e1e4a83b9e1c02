import { environmentShape } from '../../functions/config/environment.js'
import { keyIdOf } from '../../functions/seal/key-ring.js'
import { addSeconds } from '../../functions/time.js'
import { askKeys, type DeployedKeys } from './ask-keys.js'
import { countUnderOlder } from './count-under-older.js'

/** What a rotation can look at. */
export interface Situation {
  /** The variables that the functions have now. */
  env: Record<string, string | undefined>
  /** Origins of the deployments: production and each preview. */
  addresses: readonly string[]
  /** The day on which the last deployment began to sign with `AUTH_SECRET`. */
  signingSince?: Date | undefined
  fetch: typeof globalThis.fetch
  now: Date
}

const daySeconds = 86_400

/** What speaks against signing with a secret: a deployment that does not accept it yet, or that cannot be asked. */
export function signObstacles(newest: string, situation: Situation): Promise<string[]> {
  const id = keyIdOf(newest)
  return atEach(situation, ({ accepts }) => (accepts.includes(id) ? undefined : `does not accept ${id}`))
}

/** What speaks against giving up all secrets but the one that signs: something that they made may still come back. */
export async function retireObstacles(signing: string, situation: Situation): Promise<string[]> {
  const id = keyIdOf(signing)
  const [deployments, tokens] = await Promise.all([
    atEach(situation, ({ signs }) => (signs === id ? undefined : `signs with ${signs}, not with ${id}`)),
    tokensLeft(situation),
  ])
  return [...deployments, ...waitLeft(situation), ...tokens]
}

async function atEach(
  { addresses, fetch }: Situation,
  judge: (keys: DeployedKeys) => string | undefined,
): Promise<string[]> {
  if (addresses.length === 0) return ['no deployment was asked: give --address for each']
  const problems = await Promise.all(
    addresses.map(async (address) => {
      const keys = await askKeys(fetch, address)
      const problem = typeof keys === 'string' ? keys : judge(keys)
      return problem === undefined ? [] : [`${address} ${problem}`]
    }),
  )
  return problems.flat()
}

/** A session that is not refreshed for its idle days is over, and a refresh moves it on to the secret that signs. */
function waitLeft({ env, signingSince, now }: Situation): string[] {
  if (!signingSince) {
    return ['since when AUTH_SECRET signs everywhere is not known: give --signing-since YYYY-MM-DD']
  }
  const idle = environmentShape.shape.SESSION_IDLE_DAYS.safeParse(env['SESSION_IDLE_DAYS'])
  if (!idle.success) throw new Error(`SESSION_IDLE_DAYS ${idle.error.issues[0]?.message}.`)
  // Until the end of that day an earlier secret may have signed.
  const over = addSeconds(signingSince, (1 + idle.data) * daySeconds)
  if (over <= now) return []
  return [`sessions of an earlier secret may come back until ${over.toISOString()} (SESSION_IDLE_DAYS)`]
}

async function tokensLeft({ env, fetch }: Situation): Promise<string[]> {
  const left = await countUnderOlder(env, fetch)
  if (left === 0) return []
  if (typeof left === 'string') return [`stored GitHub tokens were not counted: ${left}`]
  return [
    `GitHub tokens sealed with an earlier secret are stored: ${left}. \`npm run sync -- --status\` tells more`,
  ]
}
