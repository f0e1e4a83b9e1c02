import type { CiLogin } from '../config/ci-login.js'
import type { Workflow } from './workflow.js'

/**
 * Says which workflow run an ID token is of.
 *
 * @throws AppError `access-denied` for every token that is not good, `github-unavailable` when the keys cannot be had
 */
export type ReadWorkflow = (idToken: string, now: Date) => Promise<Workflow>

/** jose is loaded by the first token: most requests bring none, and their function starts without it. */
export function createWorkflowReader(login: CiLogin, fetch: typeof globalThis.fetch): ReadWorkflow {
  let opened: Promise<ReadWorkflow> | undefined
  return async (idToken, now) => {
    opened ??= import('./workflow.js').then(({ openWorkflowReader }) => openWorkflowReader(login, fetch))
    return (await opened)(idToken, now)
  }
}
