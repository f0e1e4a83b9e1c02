import { ConfigError, parseConfig } from '../../functions/config/parse-config.js'
import { createDeps } from '../../functions/create-deps.js'
import { AppError } from '../../functions/errors.js'
import { keyStanding } from '../../functions/seal/key-standing.js'
import { readProgress } from '../../functions/sync/progress-store.js'

/**
 * Counts the stored GitHub tokens that open only with a secret that no longer signs, as `npm run sync -- --status` does.
 *
 * @returns why it cannot be told, as a text, where it cannot
 */
export async function countUnderOlder(
  env: Record<string, string | undefined>,
  fetch: typeof globalThis.fetch,
): Promise<number | string> {
  try {
    const { hasura, config } = createDeps(parseConfig(env), { fetch, writeLog: () => {} })
    const { tokenKeys } = await hasura.run(readProgress, {})
    const isOlder = (kid: string | null) =>
      kid !== null && keyStanding(config, 'github-token', kid) === 'accepted'
    return tokenKeys.reduce((sum, { kid, tokens }) => sum + (isOlder(kid) ? tokens : 0), 0)
  } catch (error) {
    if (error instanceof AppError) return error.reason
    if (error instanceof ConfigError)
      return 'that needs every variable of the functions, as `npm run sync` does'
    throw error
  }
}
