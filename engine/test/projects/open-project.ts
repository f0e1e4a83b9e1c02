import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { namedExtensions } from '../../src/migrations/named-extensions.js'
import { startEngine } from '../../src/start-engine.js'
import { openTestDatabase } from '../support/test-database.js'

const ADMIN_SECRET = 'the-admin-secret'

interface ProjectSettings {
  /** Over the project's own: an admin secret and `anonymous` for whoever brings none. */
  env?: Record<string, string>
}

interface Caller {
  /** Acts as this role, by the admin secret; without it only `headers` say who asks. */
  role?: string
  /** Session variables of the role: `{'x-hasura-user-id': '1'}`. */
  session?: Record<string, string>
  variables?: Record<string, unknown>
  headers?: Record<string, string>
}

interface Project {
  url: string
  /** What the engine logged. */
  messages: string[]
  graphql(query: string, caller?: Caller): Promise<{ status: number; body: unknown }>
  request(path: string, init?: RequestInit): Promise<Response>
  /** The headers of a caller, for requests of another kind and for sockets. */
  headersOf(caller: Caller): Record<string, string>
  /** The text of `operations/<name>.graphql`. */
  operation(name: string): Promise<string>
  close(): Promise<void>
}

/** A project of this folder as people have it, migrated and served by the whole engine on a free port. */
export async function openProject(name: string, { env = {} }: ProjectSettings = {}): Promise<Project> {
  const inProject = (path: string) => fileURLToPath(new URL(`${name}/${path}`, import.meta.url))
  const migrations = inProject('migrations')
  const migrationsDir = existsSync(migrations) ? migrations : undefined
  const database = await openTestDatabase(await namedExtensions(migrationsDir, undefined))
  const messages: string[] = []
  const engine = await startEngine({
    database,
    metadataDir: inProject('metadata'),
    migrationsDir,
    port: 0,
    env: {
      HASURA_GRAPHQL_ADMIN_SECRET: ADMIN_SECRET,
      HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'anonymous',
      ...env,
    },
    log: (message) => messages.push(message),
  }).catch(async (error) => {
    await database.close()
    throw error
  })
  const request: Project['request'] = (path, init) => fetch(engine.url + path, init)
  return {
    url: engine.url,
    messages,
    request,
    headersOf,
    graphql: async (query, caller = {}) => {
      const response = await request('/v1/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headersOf(caller) },
        body: JSON.stringify({ query, variables: caller.variables }),
      })
      return { status: response.status, body: await response.json() }
    },
    operation: (operation) => readFile(inProject(`operations/${operation}.graphql`), 'utf8'),
    close: async () => {
      await engine.close()
      await database.close()
    },
  }
}

function headersOf({ role, session, headers }: Caller): Record<string, string> {
  const acting =
    role === undefined ? {} : { 'x-hasura-admin-secret': ADMIN_SECRET, 'x-hasura-role': role, ...session }
  return { ...acting, ...headers }
}
