import type { CiRule } from '../config/ci-login.js'
import type { Workflow } from './workflow.js'

/** The first rule that fits a workflow. Everything that a rule names must be so. */
export function findRule(workflow: Workflow, rules: readonly CiRule[]): CiRule | undefined {
  return rules.find(
    (rule) =>
      rule.repository.toLowerCase() === workflow.repository.toLowerCase() &&
      (rule.repositoryId === undefined || rule.repositoryId === workflow.repository_id) &&
      (rule.environment === undefined || rule.environment === workflow.environment) &&
      rule.events.includes(workflow.event_name) &&
      matchesRef(rule.ref, workflow.ref),
  )
}

function matchesRef(pattern: string, ref: string): boolean {
  return pattern.endsWith('*') ? ref.startsWith(pattern.slice(0, -1)) : ref === pattern
}
