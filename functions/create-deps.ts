import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { createIssuerKeys } from './ci/issuer-keys.js'
import type { Config } from './config/config.js'
import type { Deps } from './deps.js'
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
  randomBytes: (size) => new Uint8Array(randomBytes(size)),
  fetch: globalThis.fetch,
  wait: (ms) => setTimeout(ms),
  writeLog: (line) => process.stdout.write(`${line}\n`),
  deadlineMs: 5_000,
}

/** Makes what handlers work with; no call is made. Every call of theirs goes out through the fetch that is bounded here. */
export function createDeps(config: Config, world: Partial<World> = {}): Deps {
  const { now, randomBytes, fetch, wait, writeLog, deadlineMs } = { ...realWorld, ...world }
  const fetchUpTo = (maxBytes: number) => boundedFetch(fetch, { deadlineMs, maxBytes })
  const serviceToken = createServiceToken(config.jwt, now)
  return {
    config,
    now,
    randomBytes,
    wait,
    log: createLog({ write: writeLog, now, secrets: config.secrets }),
    sealer: createSealer(config.authSecrets, now, config.retiredKeyIds),
    refreshTokens: createRefreshTokens(config.authSecrets, config.retiredKeyIds),
    github: createGithub(config, { fetch: fetchUpTo(maxGithubBytes), now }),
    hasura: createHasura({ endpoint: config.hasuraEndpoint, fetch: fetchUpTo(maxAnswerBytes), serviceToken }),
    ciKeys: config.ciLogin && createIssuerKeys(config.ciLogin, fetchUpTo(maxAnswerBytes)),
  }
}
