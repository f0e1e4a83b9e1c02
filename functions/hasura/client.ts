import type { Budget } from '../budget.js'
import type { Config } from '../config/config.js'
import { AppError } from '../errors.js'
import { missingRole } from './causes.js'
import { explainRefusal, findCause } from './explain-refusal.js'
import { missingRoles } from './missing-roles.js'
import { HasuraRefusal, type Operation } from './operation.js'
import { rolesByName } from './role-store.js'
import { RefusedError, sendDocument } from './send.js'

/** Runs operations as `auth_service` and narrows their answers. */
export interface Hasura {
  /**
   * @throws HasuraRefusal when Hasura answered with an error of the request
   * @throws AppError `hasura-unavailable` or `misconfigured`
   */
  run<Variables extends object, Answer>(
    operation: Operation<Variables, Answer>,
    variables: NoInfer<Variables>,
  ): Promise<Answer>
}

interface HasuraOptions {
  config: Config
  fetch: typeof globalThis.fetch
  serviceToken: () => string
  budget: Budget
}

export function createHasura({ config, fetch, serviceToken, budget }: HasuraOptions): Hasura {
  const door = { endpoint: config.hasuraEndpoint, fetch, serviceToken }
  const send = (document: string, variables: object) => sendDocument(door, document, variables)
  return {
    async run({ document, answerShape, writes }, variables) {
      // Nobody would hear of what it did.
      if (writes && !budget.fits(1)) throw noTime()
      const data = await send(document, variables).catch(async (error: unknown) => {
        throw error instanceof RefusedError ? await explain(error, config, send) : error
      })
      const parsed = answerShape.safeParse(data)
      if (!parsed.success)
        throw new AppError('hasura-unavailable', { reason: 'Hasura gave an answer of another shape' })
      return parsed.data
    },
  }
}

function noTime(): AppError {
  return new AppError('hasura-unavailable', { status: 504, reason: 'no time is left for a write' })
}

/** Makes a failure of a refusal. Which role is missing Hasura says only when it is asked once more. */
async function explain(
  { refusal }: RefusedError,
  { customClaims, github }: Config,
  send: (document: string, variables: object) => Promise<unknown>,
): Promise<AppError> {
  if (findCause(refusal) !== missingRole) return explainRefusal(refusal, customClaims?.fragment)
  const roles = [...new Set(github.roleMap.map(({ role }) => role))]
  const missing = await send(rolesByName.document, { roles }).then(
    () => roles,
    (error: unknown) => (error instanceof RefusedError ? missingRoles(error.refusal, roles) : roles),
  )
  const { failure, reason } = missingRole
  return new HasuraRefusal(refusal.code, { failure, reason: `${reason}: ${missing.join(', ')}` })
}
