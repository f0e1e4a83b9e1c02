import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  buildClientSchema,
  type GraphQLSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
} from 'graphql'
import { repository } from '../../dev/repository.js'
import { startEngine } from '../../engine/src/index.js'
import { openTestDatabase } from '../../engine/test/support/test-database.js'
import { secret } from './test-env.js'

/** The schema that a role has in `hasura/`, by the answer of an engine that lets every role introspect. */
export async function readRoleSchema(role: string): Promise<GraphQLSchema> {
  const metadataDir = await introspectableMetadata()
  const database = await openTestDatabase()
  const adminSecret = secret()
  const unused = { FUNCTIONS_URL: 'http://127.0.0.1:9', ACTION_SECRET: secret(), EVENT_SECRET: secret() }
  const env = { ...unused, HASURA_GRAPHQL_ADMIN_SECRET: adminSecret }
  const migrationsDir = `${repository}/hasura/migrations`
  try {
    const engine = await startEngine({ database, metadataDir, migrationsDir, port: 0, env })
    try {
      return await introspect(engine.url, { 'x-hasura-admin-secret': adminSecret, 'x-hasura-role': role })
    } finally {
      await engine.close()
    }
  } finally {
    await database.close()
    await rm(metadataDir, { recursive: true })
  }
}

/** Our metadata with introspection for everybody, and without crons, of which one could fall due meanwhile. */
async function introspectableMetadata(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'introspectable-'))
  await cp(`${repository}/hasura/metadata`, folder, { recursive: true })
  await writeFile(join(folder, 'graphql_schema_introspection.yaml'), 'disabled_for_roles: []\n')
  await writeFile(join(folder, 'cron_triggers.yaml'), '[]\n')
  return folder
}

async function introspect(url: string, headers: Record<string, string>): Promise<GraphQLSchema> {
  const response = await fetch(`${url}/v1/graphql`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery() }),
  })
  const answer = (await response.json()) as { data?: IntrospectionQuery; errors?: unknown }
  if (!answer.data) throw new Error(`no introspection: ${JSON.stringify(answer.errors)}`)
  // Hasura is laxer than the specification: a role may see a table of which it sees no column.
  return buildClientSchema(answer.data, { assumeValid: true })
}
