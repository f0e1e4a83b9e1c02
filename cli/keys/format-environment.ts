import type { Environments, Variables } from './create-environment.js'

export const formats = ['env', 'vercel', 'hasura-cloud', 'json'] as const

export type Format = (typeof formats)[number]

const writers: Record<Format, (environments: Environments) => string> = {
  env: ({ functions, hasura }) =>
    [
      title('For the functions (Vercel: Settings → Environment Variables → paste)'),
      dotenv(functions),
      '# Yours to add: GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET, HASURA_GRAPHQL_ENDPOINT (…/v1/graphql)',
      title('For Hasura'),
      dotenv(hasura),
      '# Yours to add: PG_DATABASE_URL',
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

/**
 * Writes the variables of both sides for where they go: to paste, as commands for `vercel env`, or as the list that
 * Hasura Cloud's API takes (`updateTenantEnv`).
 */
export function formatEnvironment(environments: Environments, format: Format): string {
  return `${writers[format](environments)}\n`
}

/** One line a variable; JSON stands in single quotes, which no secret of ours contains. */
export function dotenv(variables: Variables): string {
  return Object.entries(variables)
    .map(([name, value]) => (/^[\w.:/-]*$/.test(value) ? `${name}=${value}` : `${name}='${value}'`))
    .join('\n')
}

function title(text: string): string {
  return `\n# ${text}`
}

function vercelCommand([name, value]: [string, string]): string {
  return `printf '%s' '${value}' | vercel env add ${name} production`
}
