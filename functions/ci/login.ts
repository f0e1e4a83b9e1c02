import type { LogRow } from '../auth-log/store.js'
import type { Config } from '../config/config.js'
import { AppError } from '../errors.js'
import type { Hasura } from '../hasura/client.js'
import { HasuraRefusal } from '../hasura/operation.js'
import type { Log } from '../log.js'
import { mintToken } from '../token/mint.js'
import { findRule } from './find-rule.js'
import { useIdToken } from './store.js'
import type { ReadWorkflow } from './read-workflow.js'
import type { Workflow } from './workflow.js'

interface CiDeps {
  config: Config
  now: () => Date
  log: Log
  hasura: Hasura
  readWorkflow: ReadWorkflow | undefined
}

/** A workflow's access: short, and without a refresh token, because the workflow can ask again. */
interface WorkflowSession {
  accessToken: string
  tokenType: 'Bearer'
  expiresAt: Date
  role: string
}

/**
 * Trades the ID token of a GitHub Actions workflow for an access token, so that no secret need be stored for it. Each
 * ID token once: whoever finds one in a log is late.
 *
 * @throws AppError `not-found` unless configured, `access-denied` for a token or workflow that no rule lets in, and for
 *   a token that was used before
 */
export async function loginWithGithubActions(
  deps: CiDeps,
  { idToken }: { idToken: string },
): Promise<WorkflowSession> {
  const login = deps.config.ciLogin
  if (!login || !deps.readWorkflow)
    throw new AppError('not-found', { reason: 'GITHUB_ACTIONS_LOGIN is not set' })
  const now = deps.now()
  const workflow = await deps.readWorkflow(idToken, now)
  const rule = findRule(workflow, login.rules)
  const { repository, ref, event_name: event } = workflow
  if (!rule)
    throw new AppError('access-denied', { reason: `no rule for ${repository} ${ref} ${event}`.slice(0, 200) })
  const detail = { repository, ref, event, role: rule.role }
  await useUp(deps, workflow, { event: 'workflow-signed-in', at: now, detail })
  deps.log.info('workflow-signed-in', { repository, ref, trigger: event, role: rule.role })
  const hasuraClaims = {
    ...rule.claims,
    'x-hasura-allowed-roles': [rule.role],
    'x-hasura-default-role': rule.role,
    'x-hasura-repository': repository,
  }
  const { token, expiresAt } = mintToken(deps.config.jwt, {
    subject: workflow.sub,
    hasuraClaims,
    lifetimeSeconds: login.seconds,
    now,
  })
  return { accessToken: token, tokenType: 'Bearer', expiresAt, role: rule.role }
}

/** @throws AppError `access-denied` for a token that was used before */
async function useUp({ hasura }: Pick<CiDeps, 'hasura'>, { jti, exp }: Workflow, log: LogRow): Promise<void> {
  const token = { jti, expires_at: new Date(exp * 1000) }
  await hasura.run(useIdToken, { token, log }).catch((error: unknown) => {
    const wasUsed = error instanceof HasuraRefusal && error.hasuraCode === 'constraint-violation'
    throw wasUsed ? new AppError('access-denied', { reason: 'an ID token that was used before' }) : error
  })
}
