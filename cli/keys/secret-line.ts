import type { z } from 'zod'
import { environmentShape } from '../../functions/config/environment.js'
import { fitsList } from '../../functions/config/listed-secrets.js'
import { normaliseValues } from '../../functions/config/normalise.js'
import { keyIdOf } from '../../functions/seal/key-ring.js'
import type { Variables } from './create-environment.js'

/** The secrets that stand in one line for one purpose, each newer than those after it. */
export interface SecretLine {
  /** Accepted already, and to sign next. */
  newer: readonly string[]
  /** `AUTH_SECRET` */
  signing: string
  /** They have signed, and are accepted for what is left of that. */
  older: readonly string[]
  retiredIds: readonly string[]
}

const variablesShape = environmentShape.pick({
  AUTH_SECRET: true,
  AUTH_SECRET_PREVIOUS: true,
  AUTH_SECRETS_ACCEPTED: true,
  AUTH_SECRETS_RETIRED: true,
})

/**
 * Reads which secrets come before and after the one that signs: `AUTH_SECRETS_ACCEPTED` names it, too, and has the newest
 * first.
 *
 * @throws Error naming variables and never their values
 */
export function readSecretLine(env: Record<string, string | undefined>): SecretLine {
  const parsed = variablesShape.safeParse(normaliseValues(env))
  if (!parsed.success) throw new Error(parsed.error.issues.map((issue) => describe(issue, env)).join('\n'))
  const { AUTH_SECRET: signing, AUTH_SECRET_PREVIOUS: previous, ...lists } = parsed.data
  if (/[\s,]/.test(signing)) {
    throw new Error('AUTH_SECRET has a comma or a space, which no list can hold: see docs/deployment.md.')
  }
  if (!fitsList(signing)) {
    throw new Error(
      'AUTH_SECRET has a bracket, a quote or a semicolon where no list can hold it: see docs/deployment.md.',
    )
  }
  const listed = [...new Set(lists.AUTH_SECRETS_ACCEPTED)]
  const place = listed.indexOf(signing)
  if (place < 0 && listed.length > 0) {
    throw new Error(
      'AUTH_SECRETS_ACCEPTED does not name AUTH_SECRET: add it, after newer secrets and before older ones.',
    )
  }
  const older = [...listed.slice(place + 1), ...(previous === undefined ? [] : [previous])]
  return {
    newer: listed.slice(0, Math.max(0, place)),
    signing,
    older: [...new Set(older)].filter((secret) => secret !== signing),
    retiredIds: lists.AUTH_SECRETS_RETIRED,
  }
}

function describe(issue: z.core.$ZodIssue, env: Record<string, string | undefined>): string {
  const name = String(issue.path[0])
  return env[name] === undefined ? `${name} is not set.` : `${name} ${issue.message}.`
}

/** A secret that is accepted before all others and signs nothing yet. */
export function acceptNewest(line: SecretLine, newest: string): Variables {
  const listed = [newest, ...line.newer, line.signing, ...line.older]
  return { AUTH_SECRETS_ACCEPTED: listed.filter(fitsList).join(',') }
}

/** Every secret is given up that has signed before. */
export function retireOlder(line: SecretLine): Variables {
  const retired = new Set([...line.retiredIds, ...line.older.map(keyIdOf)])
  return { AUTH_SECRETS_ACCEPTED: line.signing, AUTH_SECRETS_RETIRED: [...retired].join(',') }
}
