import type { JWTVerifyGetKey } from 'jose/jwt/verify'
import type { Config } from './config/config.js'
import type { Github } from './github/github.js'
import type { Hasura } from './hasura/client.js'
import type { Log } from './log.js'
import type { Sealer } from './seal/sealer.js'
import type { RefreshTokens } from './token/refresh-token.js'

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
  /** The keys of GitHub Actions, where workflows may sign in. */
  ciKeys: JWTVerifyGetKey | undefined
}

/** Answers a request or throws an AppError. */
export type Handler = (request: Request, deps: Deps) => Promise<Response>
