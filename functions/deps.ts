import type { Budget } from './budget.js'
import type { ReadWorkflow } from './ci/read-workflow.js'
import type { Config } from './config/config.js'
import type { Github } from './github/github.js'
import type { Hasura } from './hasura/client.js'
import type { Log } from './log.js'
import type { Sealer } from './seal/sealer.js'
import type { RefreshTokens } from './token/refresh-token.js'

/** Everything a handler works with. Holds nothing of a request but the time that is left for it. */
export interface Deps {
  config: Config
  now: () => Date
  randomBytes: (size: number) => Uint8Array
  wait: (ms: number) => Promise<void>
  /** Every call of `github` and `hasura` keeps within it. */
  budget: Budget
  log: Log
  sealer: Sealer
  refreshTokens: RefreshTokens
  github: Github
  hasura: Hasura
  /** Where workflows of GitHub Actions may sign in. */
  readWorkflow: ReadWorkflow | undefined
}

/** What an instance makes once. As it is, its time has no end; each request gets the same with a budget of its own. */
export interface Instance extends Deps {
  forRequest: () => Deps
}

/** Answers a request or throws an AppError. */
export type Handler = (request: Request, deps: Deps) => Promise<Response>
