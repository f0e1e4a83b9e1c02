import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { type Budget, requestBudget, unlimitedBudget } from './budget.js'
import { createWorkflowReader } from './ci/read-workflow.js'
import type { Config } from './config/config.js'
import type { Deps, Instance } from './deps.js'
import { createGithub } from './github/github.js'
import { createHasura } from './hasura/client.js'
import { createServiceToken } from './hasura/service-token.js'
import { boundedFetch } from './http/outbound-fetch.js'
import { createLog } from './log.js'
import { createSealer } from './seal/sealer.js'
import { createRefreshTokens } from './token/refresh-token.js'

/** The world outside, which tests replace. */
export interface World {
  now: () => Date
  /** A clock that nobody sets, for how long something takes. */
  elapsedMs: () => number
  randomBytes: (size: number) => Uint8Array
  fetch: typeof globalThis.fetch
  wait: (ms: number) => Promise<void>
  writeLog: (line: string) => void
  deadlineMs: number
}

const maxAnswerBytes = 4_000_000
const maxGithubBytes = 1_000_000

const realWorld: World = {
  now: () => new Date(),
  elapsedMs: () => performance.now(),
  randomBytes: (size) => new Uint8Array(randomBytes(size)),
  fetch: globalThis.fetch,
  wait: (ms) => setTimeout(ms),
  writeLog: (line) => process.stdout.write(`${line}\n`),
  deadlineMs: 5_000,
}

/** Makes what handlers work with; no call is made. Every call of theirs goes out through a fetch that is bounded here. */
export function createDeps(config: Config, world: Partial<World> = {}): Instance {
  const whole = { ...realWorld, ...world }
  const { now, randomBytes, wait, writeLog, fetch, deadlineMs } = whole
  const callBorders = openBorders(config, whole)
  // Kept for all requests, and so is the call that fetches them: it ends by its own deadline.
  const keysFetch = boundedFetch(fetch, {
    deadlineMs,
    leftMs: unlimitedBudget.leftMs,
    maxBytes: maxAnswerBytes,
  })
  const shared = {
    config,
    now,
    randomBytes,
    wait,
    log: createLog({ write: writeLog, now, secrets: config.secrets }),
    sealer: createSealer(config.authSecrets, now, config.retiredKeyIds),
    refreshTokens: createRefreshTokens(config.authSecrets, config.retiredKeyIds),
    readWorkflow: config.ciLogin && createWorkflowReader(config.ciLogin, keysFetch),
  }
  return {
    ...shared,
    ...callBorders(unlimitedBudget),
    forRequest: () => ({ ...shared, ...callBorders(requestBudget(whole)) }),
  }
}

/** The two servers that are called, within a budget. After each answer of GitHub there is something to write down. */
function openBorders(config: Config, { now, fetch, deadlineMs }: World) {
  const serviceToken = createServiceToken(config.jwt, now)
  return (budget: Budget): Pick<Deps, 'budget' | 'github' | 'hasura'> => {
    const toGithub = { deadlineMs, leftMs: () => budget.leftMs() - deadlineMs, maxBytes: maxGithubBytes }
    const toHasura = { deadlineMs, leftMs: budget.leftMs, maxBytes: maxAnswerBytes }
    return {
      budget,
      github: createGithub(config, { fetch: boundedFetch(fetch, toGithub), now }),
      hasura: createHasura({ config, fetch: boundedFetch(fetch, toHasura), serviceToken, budget }),
    }
  }
}
