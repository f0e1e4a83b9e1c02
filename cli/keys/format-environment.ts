import type { Environments, Variables } from './create-environment.js'

export const formats = ['env', 'vercel', 'hasura-cloud', 'json'] as const

export type Format = (typeof formats)[number]

const writers: Record<Format, (environments: Environments) => string> = {
  env: ({ functions, hasura }) =>
    [
      title('For the functions (Vercel: Settings → Environment Variables → paste)'),
      dotenv(functions),
      `# Yours to add: ${missing(functions, elsewhere.functions)}`,
      title('For Hasura'),
      dotenv(hasura),
      `# Yours to add: ${missing(hasura, elsewhere.hasura)}`,
    ].join('\n'),
  vercel: ({ functions }) => Object.entries(functions).map(vercelCommand).join('\n'),
  'hasura-cloud': ({ hasura }) =>
    JSON.stringify(
      Object.entries(hasura).map(([key, value]) => ({ key, value })),
      undefined,
      2,
    ),
  json: (environments) => JSON.stringify(environments, undefined, 2),
}

/** What only the operator knows, for each side. */
const elsewhere = {
  functions: ['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET', 'HASURA_GRAPHQL_ENDPOINT'],
  hasura: ['PG_DATABASE_URL'],
}

function missing(given: Variables, needed: string[]): string {
  return needed.filter((name) => given[name] === undefined).join(', ')
}

/** What is still to be added, for whoever asked for a format that has no place to say so. */
export function describeMissing({ functions, hasura }: Environments): string {
  const sides = [missing(functions, elsewhere.functions), missing(hasura, elsewhere.hasura)]
  return `Yours to add, for the functions: ${sides[0]}; for Hasura: ${sides[1]}\n`
}

/**
 * Writes the variables of both sides for where they go: to paste, as commands for `vercel env`, or as the list that
 * Hasura Cloud's API takes (`updateTenantEnv`).
 */
export function formatEnvironment(environments: Environments, format: Format): string {
  return `${writers[format](environments)}\n`
}

/** One line a variable; JSON stands in single quotes, and in backticks what has one of those. */
export function dotenv(variables: Variables): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${quote(value)}`)
    .join('\n')
}

function quote(value: string): string {
  if (/^[\w.:/-]*$/.test(value)) return value
  return value.includes("'") ? `\`${value}\`` : `'${value}'`
}

function title(text: string): string {
  return `\n# ${text}`
}

function vercelCommand([name, value]: [string, string]): string {
  return `printf '%s' '${value}' | vercel env add ${name} production`
}
