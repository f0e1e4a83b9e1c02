import { randomBytes } from 'node:crypto'
import type { Config } from '../../functions/config/config.js'
import { ConfigError, parseConfig } from '../../functions/config/parse-config.js'
import { secretValues } from '../../functions/config/secret-values.js'
import { AppError } from '../../functions/errors.js'
import type { Handling, Needs } from '../../functions/http/handle.js'
import { createLog } from '../../functions/log.js'

export type Closed = Pick<Handling<Needs>, 'handler' | 'deps'>

// The only place that reads the environment. An instance serves many requests at once; nothing here belongs to one.
export const configured = configure()

/** What handling a request takes, whatever the handler is. */
export function createNeeds(secrets: readonly string[], stream: NodeJS.WriteStream = process.stdout): Needs {
  const log = createLog({ write: (line) => stream.write(`${line}\n`), now: () => new Date(), secrets })
  return { log, randomBytes }
}

/**
 * A configuration that is not usable closes every route. Each request that meets it says so in the log, which names the
 * variables and never their values.
 */
function configure(): { config: Config } | { closed: Closed } {
  try {
    const config = parseConfig(process.env)
    const { log } = createNeeds(config.secrets)
    for (const reason of config.warnings) log.warn('questionable-configuration', { reason })
    return { config }
  } catch (error) {
    return { closed: closedBy(error) }
  }
}

export function closedBy(error: unknown): Closed {
  const details =
    error instanceof ConfigError
      ? { reason: error.problems.join('; ') }
      : { reason: 'the configuration cannot be read', cause: error }
  return {
    handler: () => Promise.reject(new AppError('misconfigured', details)),
    deps: createNeeds(secretValues(process.env), process.stderr),
  }
}
