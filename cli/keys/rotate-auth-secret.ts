import { keyIdOf } from '../../functions/seal/key-ring.js'
import { randomSecret } from './create-environment.js'
import { dotenv } from './format-environment.js'
import { retireObstacles, type Situation, signObstacles } from './rotation-obstacles.js'
import { acceptNewest, readSecretLine, retireOlder, type SecretLine } from './secret-line.js'

interface Choices {
  /** Begin another rotation before the last one is over. */
  again?: boolean | undefined
  /** Go on whatever speaks against it. */
  force?: boolean | undefined
}

/** What to print, or why the next phase must not begin yet. */
export type RotationStep = { isRefused: boolean; text: string }

/**
 * The next step of replacing AUTH_SECRET without signing anybody out: a new secret is accepted everywhere, signs, and what
 * it replaced is given up when nothing of that is left. Which step is next follows from the variables alone.
 *
 * @throws Error for variables that cannot be used
 */
export async function rotateAuthSecret(situation: Situation, choices: Choices): Promise<RotationStep> {
  const line = readSecretLine(situation.env)
  const [newest] = line.newer
  if (choices.again || (newest === undefined && line.older.length === 0)) return accept(line)
  return newest === undefined ? retire(line, situation, choices) : sign(line, newest, situation, choices)
}

function accept(line: SecretLine): RotationStep {
  const newest = randomSecret()
  const text = [
    dotenv(acceptNewest(line, newest)),
    '',
    `Step 1 of 4, accept: ${keyIdOf(newest)} is to be accepted everywhere. ${keyIdOf(line.signing)} still signs.`,
    'Set AUTH_SECRETS_ACCEPTED for the functions to the value above, on previews too, and deploy. Leave AUTH_SECRET.',
    'Then run this command again with the new value and --address for each deployment.',
  ]
  return { isRefused: false, text: lines(text) }
}

const signRisk =
  'Deployments that do not accept it answer unknown-key (503) to whoever signed in elsewhere. Nobody is signed out.'

async function sign(
  line: SecretLine,
  newest: string,
  situation: Situation,
  { force }: Choices,
): Promise<RotationStep> {
  const obstacles = await signObstacles(newest, situation)
  const title = 'Step 2 of 4, sign'
  if (obstacles.length > 0 && !force) return refused(title, obstacles, signRisk)
  const today = situation.now.toISOString().slice(0, 10)
  const text = [
    dotenv({ AUTH_SECRET: newest }),
    '',
    `${title}: ${keyIdOf(newest)} signs. ${keyIdOf(line.signing)} stays accepted.`,
    ...forced(obstacles, signRisk),
    'Set AUTH_SECRET for the functions to the value above, on previews too, and deploy. Leave AUTH_SECRETS_ACCEPTED.',
    `Note the day on which the last deployment has it. Then run this command again with --signing-since (${today} for today).`,
  ]
  return { isRefused: false, text: lines(text) }
}

const retireRisk =
  'Whoever holds only what an earlier secret made is signed out, and people whose GitHub token it sealed sign in again.'

async function retire(line: SecretLine, situation: Situation, { force }: Choices): Promise<RotationStep> {
  const obstacles = await retireObstacles(line.signing, situation)
  if (obstacles.length > 0 && !force) return refused('Step 3 of 4, wait', obstacles, retireRisk)
  const hasPrevious = situation.env['AUTH_SECRET_PREVIOUS'] !== undefined
  const text = [
    dotenv(retireOlder(line)),
    '',
    `Step 4 of 4, retire: what ${line.older.map(keyIdOf).join(', ')} made is refused.`,
    ...forced(obstacles, retireRisk),
    'Set both for the functions to the values above, on previews too, and deploy. Leave AUTH_SECRET.',
    ...(hasPrevious ? ['Take AUTH_SECRET_PREVIOUS away with the same deployment.'] : []),
    'That is all.',
  ]
  return { isRefused: false, text: lines(text) }
}

function refused(title: string, obstacles: readonly string[], risk: string): RotationStep {
  const list = obstacles.map((obstacle) => `  - ${obstacle}`)
  return {
    isRefused: true,
    text: lines([`${title}: not yet.`, ...list, `--force goes on all the same. ${risk}`]),
  }
}

function forced(obstacles: readonly string[], risk: string): string[] {
  return obstacles.length === 0 ? [] : [`Forced although: ${obstacles.join('; ')}. ${risk}`]
}

function lines(text: readonly string[]): string {
  return `${text.join('\n')}\n`
}
