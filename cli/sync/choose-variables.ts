import { localStack, readLocalStack, readVariables } from '../local-stack.js'

interface ChosenVariables {
  variables: Record<string, string | undefined>
  /** The file that they are from, where nobody named it. */
  from?: string
}

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
