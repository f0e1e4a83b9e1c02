import { randomUUID } from 'node:crypto'
import { createSecrets } from '../../../dev/stack/secrets.js'
import { type StackUrls, stackEnvironment } from '../../../dev/stack/stack-environment.js'
import { parseConfig } from '../../../functions/config/parse-config.js'
import { createDeps } from '../../../functions/create-deps.js'
import { sessionCookies } from '../../../functions/session/cookies.js'
import { grantSession } from '../../../functions/session/grant.js'
import type { Variables } from '../processes/ask-once.js'

export const appUrl = 'https://app.example'

/** Addresses for what asks nobody. */
const nobody: StackUrls = { app: appUrl, engine: 'https://hasura.example', github: 'https://github.example' }

/** The variables of our functions where they have nobody behind them. */
export function ourVariables(): Variables {
  return stackEnvironment(nobody, createSecrets()).functions
}

/** The cookies of somebody who is signed in with these variables. */
export function ourSessionCookie(variables: Variables): string {
  const deps = createDeps(parseConfig({ ...variables }))
  const now = deps.now()
  const person = {
    id: '1001001',
    login: 'ada',
    name: 'Ada',
    email: 'ada@example.com',
    avatarUrl: 'https://avatars.example/ada',
    createdAt: now,
    defaultRole: 'user',
    roles: ['user'],
    row: {},
  }
  const idleExpiresAt = new Date(now.getTime() + 86_400_000)
  const grant = grantSession(deps, { sessionId: randomUUID(), generation: 1, person, idleExpiresAt })
  const pairs = sessionCookies(deps, grant).map((line) => line.split(';')[0] ?? '')
  return pairs.filter((pair) => !pair.endsWith('=')).join('; ')
}
