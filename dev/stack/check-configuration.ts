import { parseConfig } from '../../functions/config/parse-config.js'
import type { StackEnvironment } from './stack-environment.js'

/**
 * Refuses what the functions would refuse at every request, before anything starts.
 *
 * @throws ConfigError naming every variable that is wrong
 */
export function checkConfiguration(environment: StackEnvironment): StackEnvironment {
  parseConfig({ ...process.env, ...environment.functions })
  return environment
}
