import type { Session } from '../auth/session.js'
import type { Database } from '../database/database.js'
import type { Json } from '../json/json.js'
import type { Env } from '../metadata/env-template.js'
import type { StateHolder } from '../state/state-holder.js'

/** One command of an admin API. Its errors have paths that begin with `$.args`. */
export type Command = (args: unknown, context: CommandContext) => Promise<Json>

export interface CommandContext extends CommandDeps {
  session: Session
  /** `version` beside the command's `type`. */
  version: number
}

export interface CommandDeps {
  database: Database
  state: StateHolder
  env: Env
  /** Has event delivery look for work now. */
  poke: () => void
}
