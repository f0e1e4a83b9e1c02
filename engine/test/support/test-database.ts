import { randomUUID } from 'node:crypto'
import type { Database } from '../../src/database/database.js'
import type { ExtensionName } from '../../src/database/extensions.js'
import { openDatabase } from '../../src/database/open-database.js'
import { lendEmbeddedDatabase } from './embedded-databases.js'

/**
 * A fresh, empty database of its own: in memory, or on the server of TEST_DATABASE_URL, where `close` drops it.
 * `extensions` are those the test creates (a real server has them all).
 */
export async function openTestDatabase(extensions: readonly ExtensionName[] = []): Promise<Database> {
  const onServer = await createServerDatabase()
  if (onServer === undefined)
    return extensions.length === 0 ? lendEmbeddedDatabase() : openDatabase({ extensions })
  const database = await openDatabase({ url: onServer.url })
  return {
    ...database,
    close: async () => {
      await database.close()
      await onServer.drop()
    },
  }
}

/** A fresh database on the server of TEST_DATABASE_URL, for tests that open it from processes of their own. */
export async function createServerDatabase(): Promise<{ url: string; drop(): Promise<void> } | undefined> {
  const serverUrl = process.env['TEST_DATABASE_URL']
  if (serverUrl === undefined || serverUrl === '') return undefined
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await runOnServer(serverUrl, `CREATE DATABASE ${name}`)
  return {
    url: withDatabase(serverUrl, name),
    drop: () => runOnServer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  }
}

async function runOnServer(url: string, statement: string): Promise<void> {
  const server = await openDatabase({ url })
  try {
    await server.exec(statement)
  } finally {
    await server.close()
  }
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}
