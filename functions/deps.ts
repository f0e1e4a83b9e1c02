import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { JWTVerifyGetKey } from 'jose/jwt/verify'
import { createIssuerKeys } from './ci/issuer-keys.js'
import type { Config } from './config/config.js'
import { createGithub, type Github } from './github/github.js'
import { createHasura, type Hasura } from './hasura/client.js'
import { createDocuments, type Documents } from './hasura/documents/documents.js'
import { createServiceToken } from './hasura/service-token.js'
import { boundedFetch } from './http/outbound-fetch.js'
import { createLog, type Log } from './log.js'
import { createSealer, type Sealer } from './seal/sealer.js'
import { createRefreshTokens, type RefreshTokens } from './session/refresh-token.js'

/** The world outside, which tests replace. */
export interface World {
  now: () => Date
  randomBytes: (size: number) => Uint8Array
  fetch: typeof globalThis.fetch
  wait: (ms: number) => Promise<void>
  writeLog: (line: string) => void
  deadlineMs: number
}

/** Everything a handler works with. Made once, holds nothing of a request. */
export interface Deps {
  config: Config
  now: () => Date
  randomBytes: (size: number) => Uint8Array
  wait: (ms: number) => Promise<void>
  log: Log
  sealer: Sealer
  refreshTokens: RefreshTokens
  github: Github
  hasura: Hasura
  documents: Documents
  /** The keys of GitHub Actions, where workflows may sign in. */
  ciKeys: JWTVerifyGetKey | undefined
}

const maxAnswerBytes = 4_000_000

const realWorld: World = {
  now: () => new Date(),
  randomBytes: (size) => new Uint8Array(randomBytes(size)),
  fetch: globalThis.fetch,
  wait: (ms) => setTimeout(ms),
  writeLog: (line) => process.stdout.write(`${line}\n`),
  deadlineMs: 5_000,
}

export function createDeps(config: Config, world: Partial<World> = {}): Deps {
  const { now, randomBytes, fetch, wait, writeLog, deadlineMs } = { ...realWorld, ...world }
  const outboundFetch = boundedFetch(fetch, { deadlineMs, maxBytes: maxAnswerBytes })
  const serviceToken = createServiceToken(config.jwt, now)
  return {
    config,
    now,
    randomBytes,
    wait,
    log: createLog({ write: writeLog, now, secrets: config.secrets }),
    sealer: createSealer(config.authSecrets, now),
    refreshTokens: createRefreshTokens(config.authSecrets),
    github: createGithub(config, fetch, deadlineMs),
    hasura: createHasura({ endpoint: config.hasuraEndpoint, fetch: outboundFetch, serviceToken }),
    documents: createDocuments(config.customClaims),
    ciKeys: config.ciLogin && createIssuerKeys(config.ciLogin, outboundFetch),
  }
}
