import { HasuraError } from '../errors.js'

/** The environment that metadata refers to: Hasura's `HASURA_GRAPHQL_*` variables and those it names. */
export type Env = Readonly<Record<string, string | undefined>>

const VARIABLE = /\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g

/** The environment variables that `{{NAME}}` in a template refers to. */
export function envTemplateVariables(template: string): string[] {
  return [...template.matchAll(VARIABLE)].map(([, name]) => name ?? '')
}

/**
 * Fills in the `{{NAME}}` of a webhook URL or header value.
 *
 * @throws HasuraError `not-found` when a variable is not set
 */
export function resolveEnvTemplate(template: string, env: Env): string {
  return template.replace(VARIABLE, (_, name: string) => readEnv(name, env))
}

/** @throws HasuraError `not-found` when the variable is not set */
export function readEnv(name: string, env: Env): string {
  const value = env[name]
  if (value === undefined) throw new HasuraError('not-found', `environment variable '${name}' not set`)
  return value
}
