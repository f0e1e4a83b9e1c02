import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../src/database/database.js'
import { executeRequest } from '../src/execute/execute-request.js'
import { buildGeneration, type Generation } from '../src/execute/generation.js'
import { loadMetadata, loadMetadataFolder } from '../src/metadata/load-metadata.js'
import { findMigrations } from '../src/migrations/find-migrations.js'
import { rolledBack } from './conformance/rolled-back.js'
import { openTestDatabase } from './support/test-database.js'

const project = new URL('../../hasura/', import.meta.url).pathname
const env = { FUNCTIONS_URL: 'http://functions.test', ACTION_SECRET: 'a', EVENT_SECRET: 'b' }

const SIGN_IN = /* GraphQL */ `
  mutation ($user: users_insert_input!, $session: sessions_insert_input!) {
    insert_users_one(
      object: $user
      on_conflict: { constraint: users_pkey, update_columns: [login, name, avatar_url, last_signed_in_at] }
    ) {
      id
      user_roles { role }
    }
    insert_sessions_one(object: $session) {
      id
      user { login disabled_at }
    }
    insert_auth_log(objects: [{ user_id: "583231", event: "signed-in", detail: { client: "browser" } }]) {
      affected_rows
    }
  }
`

const user = {
  id: '583231',
  login: 'octocat',
  name: 'The Octocat',
  avatar_url: 'https://avatars.test/583231',
  github_token: {
    data: { token: 'eyJhbGciOiJkaXIifQ.k.iv.text.tag' },
    on_conflict: { constraint: 'github_tokens_pkey', update_columns: ['token'] },
  },
}
const session = {
  id: '7f1ff7d3-55f5-4d0c-a5a4-2fb7ac1ff8e4',
  user_id: '583231',
  client: 'browser',
  idle_expires_at: '2031-01-01T00:00:00Z',
  expires_at: '2031-06-01T00:00:00Z',
}

interface Answer {
  data?: unknown
  errors?: { message: string; extensions: { path: string; code: string } }[]
}

describe("the project's own metadata", () => {
  let database: Database
  let generation: Generation

  beforeAll(async () => {
    database = await openTestDatabase()
    const migrations = join(project, 'migrations/default')
    for (const name of readdirSync(migrations).sort()) {
      await database.exec(readFileSync(join(migrations, name, 'up.sql'), 'utf8'))
    }
    generation = await buildGeneration(loadMetadata(join(project, 'metadata'), env), database)
  })

  afterAll(async () => {
    await database?.close()
  })

  const ask = async (inner: Database, role: string, query: string, variables?: object, userId = '583231') => {
    const own: Record<string, string> =
      role === 'user' || role === 'moderator'
        ? { 'x-hasura-user-id': userId, 'x-hasura-session-id': session.id }
        : {}
    const { body } = await executeRequest(
      { query, variables },
      { role, variables: { ...own, 'x-hasura-role': role }, isAdmin: role === 'admin', backendOnly: false },
      { database: inner, generation, actions: { env }, clientHeaders: new Headers() },
    )
    return JSON.parse(body) as Answer
  }

  /** One signed-in person, undone afterwards. */
  const signedIn = (work: (inner: Database) => Promise<void>) =>
    rolledBack(database, async (inner) => {
      const answer = await ask(inner, 'auth_service', SIGN_IN, { user, session })
      expect(answer.errors).toBeUndefined()
      await work(inner)
    })

  test('holds no key and no file that the engine warns of', () => {
    const warnings: unknown[] = []
    loadMetadataFolder(join(project, 'metadata'), env, (warning) => warnings.push(warning))
    const found = findMigrations(join(project, 'migrations'), 'default', (warning) => warnings.push(warning))
    expect(found).toHaveLength(readdirSync(join(project, 'migrations/default')).length)
    expect(warnings).toEqual([])
  })

  test('fits the migrations', () => {
    expect(generation.model.inconsistencies).toEqual([])
  })

  test('signs a person in with one mutation', async () => {
    await rolledBack(database, async (inner) => {
      expect(await ask(inner, 'auth_service', SIGN_IN, { user, session })).toEqual({
        data: {
          insert_users_one: { id: '583231', user_roles: [{ role: 'user' }] },
          insert_sessions_one: { id: session.id, user: { login: 'octocat', disabled_at: null } },
          insert_auth_log: { affected_rows: 1 },
        },
      })
    })
  })

  test('signs the same person in again: rows are updated, the nested token too', async () => {
    await signedIn(async (inner) => {
      const again = {
        user: {
          ...user,
          login: 'octocat2',
          github_token: { ...user.github_token, data: { token: 'eyJ.k.iv.text.new' } },
        },
        session: { ...session, id: '9b2cb2b9-2f6d-4a43-8f5c-9f9f7a2ee8a5' },
      }
      const answer = await ask(inner, 'auth_service', SIGN_IN, again)
      expect(answer.errors).toBeUndefined()
      const stored = await ask(
        inner,
        'admin',
        '{ users { login github_token { token version } sessions_aggregate { aggregate { count } } } }',
      )
      expect(stored).toEqual({
        data: {
          users: [
            {
              login: 'octocat2',
              github_token: { token: 'eyJ.k.iv.text.new', version: 2 },
              sessions_aggregate: { aggregate: { count: 2 } },
            },
          ],
        },
      })
    })
  })

  test('rotates a session by compare and set', async () => {
    await signedIn(async (inner) => {
      const rotate = (generationBefore: number) =>
        ask(
          inner,
          'auth_service',
          `mutation ($id: uuid!, $generation: Int!) {
            update_sessions(
              where: { id: { _eq: $id }, generation: { _eq: $generation }, user: { disabled_at: { _is_null: true } } }
              _inc: { generation: 1 }, _set: { rotated_at: "now()" }
            ) { affected_rows returning { generation user { login user_roles { role } } } }
          }`,
          { id: session.id, generation: generationBefore },
        )
      expect(await rotate(1)).toEqual({
        data: {
          update_sessions: {
            affected_rows: 1,
            returning: [{ generation: 2, user: { login: 'octocat', user_roles: [{ role: 'user' }] } }],
          },
        },
      })
      expect(await rotate(1)).toEqual({ data: { update_sessions: { affected_rows: 0, returning: [] } } })
    })
  })

  test('a disabled person cannot open a session: nothing of the mutation stays', async () => {
    await signedIn(async (inner) => {
      await inner.exec(`update users set disabled_at = now() where id = '583231'`)
      const answer = await ask(inner, 'auth_service', SIGN_IN, { user, session })
      expect(answer.errors?.[0]?.extensions.code).toBe('not-supported')
      const { rows } = await inner.query<{ count: string }>('select count(*) from sessions')
      expect(rows[0]?.count).toBe('0')
    })
  })

  test('people see their own rows and none of anybody else', async () => {
    await signedIn(async (inner) => {
      const mine = '{ users { login } sessions { client } auth_log(order_by: { event: asc }) { event } }'
      expect(await ask(inner, 'user', mine)).toEqual({
        data: {
          users: [{ login: 'octocat' }],
          sessions: [{ client: 'browser' }],
          auth_log: [{ event: 'role-granted' }, { event: 'signed-in' }],
        },
      })
      expect(await ask(inner, 'user', mine, {}, '1')).toEqual({
        data: { users: [], sessions: [], auth_log: [] },
      })
      expect(await ask(inner, 'moderator', '{ users { login } }')).toEqual({
        data: { users: [{ login: 'octocat' }] },
      })
    })
  })

  test('people sign a device out by deleting its row, only their own', async () => {
    await signedIn(async (inner) => {
      const signOut = `mutation { delete_sessions_by_pk(id: "${session.id}") { client } }`
      expect(await ask(inner, 'user', signOut, {}, '1')).toEqual({ data: { delete_sessions_by_pk: null } })
      expect(await ask(inner, 'user', signOut)).toEqual({
        data: { delete_sessions_by_pk: { client: 'browser' } },
      })
    })
  })

  test.each([
    ['user', '{ users { email } }', "field 'email' not found in type: 'users'"],
    ['user', '{ github_tokens { token } }', "field 'github_tokens' not found in type: 'query_root'"],
    [
      'user',
      'mutation { update_users(where: {}, _set: {}) { affected_rows } }',
      "field 'update_users' not found in type: 'mutation_root'",
    ],
    ['anonymous', '{ users { id } }', "field 'users' not found in type: 'query_root'"],
    ['anonymous', '{ __schema { queryType { name } } }', 'introspection is disabled for role: "anonymous"'],
    [
      'auth_service',
      'mutation { delete_users(where: {}) { affected_rows } }',
      "field 'delete_users' not found in type: 'mutation_root'",
    ],
  ])('%s cannot ask for %s', async (role, query, message) => {
    const answer = await ask(database, role, query)
    expect(answer.errors?.[0]?.message).toBe(message)
    expect(answer.data).toBeUndefined()
  })

  test('every Action is there for the roles that it names, and for no others but admin', () => {
    const mutationsOf = (role: string) =>
      Object.keys(
        generation.schemaFor({ role, backendOnly: false }).graphql.getMutationType()?.getFields() ?? {},
      )
    const { actions } = generation.model
    expect(actions.length).toBeGreaterThan(0)
    for (const role of ['anonymous', 'user', 'auth_service']) {
      const permitted = actions.filter(({ permissions = [] }) =>
        permissions.some((entry) => entry.role === role),
      )
      const names = actions.map(({ name }) => name)
      expect(
        mutationsOf(role)
          .filter((name) => names.includes(name))
          .sort(),
      ).toEqual(permitted.map(({ name }) => name).sort())
    }
  })

  test('roles cannot be granted by hand through the API', async () => {
    const answer = await ask(
      database,
      'auth_service',
      'mutation { insert_user_roles(objects: [{ user_id: "1", role: moderator, source: "manual" }]) { affected_rows } }',
    )
    expect(answer.errors).toEqual([
      expect.objectContaining({
        extensions: { code: 'validation-failed', path: '$.selectionSet.insert_user_roles' },
      }),
    ])
  })
})
