import type { Database } from '../../src/database/database.js'
import { type Engine, startEngine } from '../../src/start-engine.js'
import { type FolderContent, type MetadataFolder, metadataFolder } from '../support/metadata-folder.js'
import { openTestDatabase } from '../support/test-database.js'

export const ADMIN_SECRET = 'the-admin-secret'
export const asAdmin = { 'x-hasura-admin-secret': ADMIN_SECRET }

export interface TestServer extends Engine {
  database: Database
  folder: MetadataFolder
  /** What the engine logged. */
  messages: string[]
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply>
  get(path: string, headers?: Record<string, string>): Promise<Reply>
  /** As admin. */
  graphql(query: string, headers?: Record<string, string>): Promise<unknown>
  runSql(sql: string): Promise<unknown>
}

interface Reply {
  status: number
  headers: Headers
  text: string
  json: unknown
}

export const users = { table: { schema: 'public', name: 'users' } }
export const USERS_SQL = 'CREATE TABLE users (id int PRIMARY KEY, name text)'

/** A whole engine on a database of its own, with a table of users unless `sql` says otherwise. */
export async function startTestServer(
  options: { content?: FolderContent; sql?: string; env?: Record<string, string> } = {},
): Promise<TestServer> {
  const { content = { tables: [users] }, sql = USERS_SQL, env = {} } = options
  const database = await openTestDatabase()
  const folder = await metadataFolder(content)
  await database.exec(sql)
  const messages: string[] = []
  const engine = await startEngine({
    database,
    metadataDir: folder.path,
    port: 0,
    env: { HASURA_GRAPHQL_ADMIN_SECRET: ADMIN_SECRET, PG_DATABASE_URL: 'unused', ...env },
    log: (message) => messages.push(message),
  }).catch(async (error) => {
    await database.close()
    await folder.remove()
    throw error
  })
  const call = async (path: string, init: RequestInit): Promise<Reply> => {
    const response = await fetch(engine.url + path, init)
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: tryParse(text) }
  }
  const post: TestServer['post'] = (path, body, headers = {}) =>
    call(path, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) })
  return {
    ...engine,
    database,
    folder,
    messages,
    post,
    get: (path, headers = {}) => call(path, { headers }),
    graphql: async (query, headers = asAdmin) => (await post('/v1/graphql', { query }, headers)).json,
    runSql: async (sqlText) =>
      (await post('/v2/query', { type: 'run_sql', args: { sql: sqlText } }, asAdmin)).json,
    close: async () => {
      await engine.close()
      await database.close()
      await folder.remove()
    },
  }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
