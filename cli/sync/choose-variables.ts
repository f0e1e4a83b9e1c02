import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

interface ChosenVariables {
  variables: Record<string, string | undefined>
  /** The file that they are from, where nobody named it. */
  from?: string
}

/** What `npm start` leaves in its data folder while it runs. */
const localStack = join(import.meta.dirname, '../../.data/functions.env')

/**
 * Finds the variables of the functions: those of the file that was named, else of the environment, else of the local
 * stack. An environment that names a deployment in part is never completed from elsewhere.
 *
 * @throws Error when nothing says which deployment is meant
 */
export function chooseVariables(
  file: string | undefined,
  environment: Record<string, string | undefined>,
  local = localStack,
): ChosenVariables {
  if (file !== undefined) return { variables: readVariables(file) }
  if (environment['AUTH_URL'] !== undefined || environment['HASURA_GRAPHQL_ENDPOINT'] !== undefined)
    return { variables: environment }
  const running = readLocalStack(local)
  if (running) return { variables: running, from: local }
  throw new Error(
    'Which deployment? Give --env FILE with the variables of its functions, set them in the environment, or run `npm start` for the local stack.',
  )
}

/** The variables of the functions that `npm start` runs; undefined when it runs none. */
export function readLocalStack(local = localStack): Record<string, string | undefined> | undefined {
  return existsSync(local) ? readVariables(local) : undefined
}

function readVariables(file: string): Record<string, string | undefined> {
  return { ...parseEnv(readFileSync(file, 'utf8')) }
}
