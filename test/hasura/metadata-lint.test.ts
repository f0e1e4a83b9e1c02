import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  hasuraFiles,
  readActions,
  readFunctions,
  readMetadata,
  readTables,
  type TableFile,
} from '../support/read-metadata.js'

const tables = readTables()
const clientRoles = ['anonymous', 'user', 'moderator']
const isClient = ({ role }: { role: string }) => clientRoles.includes(role)
const named = (table: TableFile) => table.table.name

describe('permissions', () => {
  test('S-HASURA-06 no client role selects an e-mail address, token or generation', () => {
    const secret = /email|token|secret|hash|generation|sync_error|disabled/
    const selected = tables.flatMap((table) =>
      table.select_permissions.filter(isClient).flatMap(({ role, permission }) => {
        const columns = Array.isArray(permission.columns)
          ? permission.columns
          : ['every column, token included']
        return columns
          .filter((column) => secret.test(column))
          .map((column) => `${role}: ${named(table)}.${column}`)
      }),
    )
    expect(selected).toEqual([])
  })

  test('S-HASURA-06 no client role inserts or updates anything, and deletes own sessions only', () => {
    const writes = tables.flatMap((table) => [
      ...table.insert_permissions.filter(isClient).map(({ role }) => `${role} inserts ${named(table)}`),
      ...table.update_permissions.filter(isClient).map(({ role }) => `${role} updates ${named(table)}`),
      ...table.delete_permissions
        .filter(isClient)
        .map(
          ({ role, permission }) => `${role} deletes ${named(table)} ${JSON.stringify(permission.filter)}`,
        ),
    ])
    const ofLiveSession = {
      _table: { name: 'sessions', schema: 'public' },
      _where: { id: { _eq: 'X-Hasura-Session-Id' } },
    }
    const own = { user_id: { _eq: 'X-Hasura-User-Id' }, _exists: ofLiveSession }
    expect(writes).toEqual([`user deletes sessions ${JSON.stringify(own)}`])
  })

  // As a query, Hasura would open it to every role that selects from the table of its rows.
  test('S-HASURA-06 no client role calls a function of the database', () => {
    const calls = readFunctions().map(({ function: { name }, configuration, permissions }) => [
      name,
      configuration.exposed_as,
      ...permissions.map(({ role }) => role),
    ])
    expect(calls).toEqual([
      ['purge_expired', 'mutation', 'auth_service'],
      ['request_member_syncs', 'mutation', 'auth_service'],
    ])
    const answers = tables.filter((table) => ['purged_rows', 'requested_syncs'].includes(named(table)))
    const readers = answers.flatMap((table) => table.select_permissions.map(({ role }) => role))
    expect(readers).toEqual(['auth_service', 'auth_service'])
  })

  test('S-HASURA-06 the functions update neither id, role, time of creation nor owner', () => {
    const forbidden = [
      'id',
      'user_id',
      'default_role',
      'role',
      'created_at',
      'disabled_at',
      'expires_at',
      'version',
    ]
    const updated = tables.flatMap((table) =>
      table.update_permissions.flatMap(({ permission }) => [permission.columns ?? []].flat()),
    )
    expect(updated.filter((column) => forbidden.includes(column) && column !== 'expires_at')).toEqual([])
    const session = tables.find((table) => named(table) === 'sessions')
    expect(session?.update_permissions[0]?.permission.columns).not.toContain('expires_at')
  })

  test('S-HASURA-03 S-HASURA-04 a client role sees rows of its own user only, and anonymous none', () => {
    for (const table of tables) {
      for (const { role, permission } of table.select_permissions.filter(isClient)) {
        const key = named(table) === 'users' ? 'id' : 'user_id'
        expect(permission.filter, `${role} on ${named(table)}`).toEqual({
          [key]: { _eq: 'X-Hasura-User-Id' },
        })
      }
      expect(table.select_permissions.map(({ role }) => role)).not.toContain('anonymous')
    }
  })

  test('S-HASURA-07 every select permission has a row limit and none aggregates', () => {
    for (const table of tables) {
      for (const { role, permission } of table.select_permissions) {
        expect(permission.limit, `${role} on ${named(table)}`).toBeGreaterThan(0)
        expect(permission.limit, `${role} on ${named(table)}`).toBeLessThanOrEqual(100)
        expect(permission.allow_aggregations ?? false, `${role} on ${named(table)}`).toBe(false)
      }
    }
  })

  test('S-HASURA-07 introspection is off for every role that is not admin', () => {
    const { disabled_for_roles } = z
      .object({ disabled_for_roles: z.array(z.string()) })
      .parse(readMetadata('graphql_schema_introspection.yaml'))
    const inherited = z.array(z.object({ role_name: z.string() })).parse(readMetadata('inherited_roles.yaml'))
    const used = tables.flatMap((table) => table.select_permissions.map(({ role }) => role))
    const roles = new Set(['anonymous', ...used, ...inherited.map(({ role_name }) => role_name)])
    expect([...roles].sort()).toEqual([...disabled_for_roles].sort())
  })

  test('S-HASURA-09 GitHub tokens are for the functions alone', () => {
    const tokens = tables.find((table) => named(table) === 'github_tokens')
    const lists = [tokens?.select_permissions, tokens?.insert_permissions, tokens?.update_permissions]
    expect(lists.flatMap((list) => list?.map(({ role }) => role))).toEqual([
      'auth_service',
      'auth_service',
      'auth_service',
    ])
  })

  test('nobody writes user_roles over GraphQL: GitHub gives roles through users.github_roles, operators by hand', () => {
    const roles = tables.find((table) => named(table) === 'user_roles')
    const writes = [roles?.insert_permissions, roles?.update_permissions, roles?.delete_permissions]
    expect(writes).toEqual([[], [], []])
  })

  test('a session is inserted only for a user who is not disabled and has a role', () => {
    const sessions = tables.find((table) => named(table) === 'sessions')
    const check = { user: { disabled_at: { _is_null: true }, user_roles: {} } }
    expect(sessions?.insert_permissions.map(({ permission }) => permission.check)).toEqual([check])
  })
})

describe('webhooks', () => {
  const actions = readActions()

  test('S-HOOK-10 forward no header of the client and carry the secret', () => {
    for (const { name, definition } of actions) {
      expect(definition.forward_client_headers, name).toBe(false)
      expect(definition.headers, name).toEqual([
        { name: 'x-webhook-secret', value_from_env: 'ACTION_SECRET' },
      ])
      expect(definition.handler).toBe(`{{FUNCTIONS_URL}}/api/actions/${name}`)
    }
  })

  test('S-HOOK-14 each Action lists its roles, and anonymous only where nobody is signed in yet', () => {
    const open = actions.filter(({ permissions }) => permissions.some(({ role }) => role === 'anonymous'))
    expect(actions.every(({ permissions }) => permissions.length > 0)).toBe(true)
    expect(open.map(({ name }) => name).sort()).toEqual([
      'login',
      'loginWithDevice',
      'loginWithGithubActions',
      'logout',
      'refreshSession',
      'startDeviceLogin',
      'startLogin',
    ])
  })

  test('S-HOOK-13 the timeouts outlast the functions', () => {
    expect(actions.map(({ definition }) => definition.timeout)).toEqual(actions.map(() => 30))
  })

  test('triggers carry the secret of events', () => {
    const triggers = z.array(z.looseObject({ name: z.string(), webhook: z.string(), headers: z.unknown() }))
    const ofUsers = tables.flatMap((table) => triggers.parse(table['event_triggers'] ?? []))
    const all = [...ofUsers, ...triggers.parse(readMetadata('cron_triggers.yaml'))]
    expect(all.map(({ name }) => name)).toEqual(['sync_user', 'purge_expired', 'resync_users'])
    for (const { name, webhook, headers } of all) {
      expect(webhook).toBe(`{{FUNCTIONS_URL}}/api/events/${name}`)
      expect(headers, name).toEqual([{ name: 'x-webhook-secret', value_from_env: 'EVENT_SECRET' }])
    }
  })
})

describe('the folder', () => {
  test('S-HASURA-11 holds no literal host', () => {
    const hosts = hasuraFiles()
      .filter(({ path }) => path.endsWith('.yaml') || path.endsWith('.graphql'))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/https?:\/\/\S+|localhost|\d+\.\d+\.\d+\.\d+/g)].map(
          ([host]) => `${path}: ${host}`,
        ),
      )
    expect(hosts).toEqual([])
  })

  test('S-HASURA-11 S-CONF-05 holds no literal secret', () => {
    const literals = hasuraFiles().flatMap(({ path, text }) =>
      [...text.matchAll(/^.*(secret|password|token).*:\s*['"]?[\w+/=-]{16,}.*$/gim)]
        .map(([line]) => line.trim())
        .filter((line) => !/^value_from_env:|^(constraint|comment)/.test(line))
        .map((line) => `${path}: ${line}`),
    )
    expect(literals).toEqual([])
  })

  test('every table of the database metadata has a file and every file a table', () => {
    const files = hasuraFiles().filter(({ path }) => /tables\/public_\w+\.yaml$/.test(path))
    expect(files.map(({ path }) => path.replace(/.*public_|\.yaml$/g, '')).sort()).toEqual(
      tables.map(named).sort(),
    )
  })

  test('S-HASURA-02 the environment for production closes what Hasura leaves open', () => {
    const text = hasuraFiles().find(({ path }) => path === '.env.example')?.text ?? ''
    const env = Object.fromEntries(
      text.split('\n').flatMap((line) => (/^[A-Z]/.test(line) ? [line.split(/=(.*)/s)] : [])),
    )
    expect(env).toMatchObject({
      HASURA_GRAPHQL_ENABLE_CONSOLE: 'false',
      HASURA_GRAPHQL_DEV_MODE: 'false',
      HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'anonymous',
      HASURA_GRAPHQL_ENABLED_APIS: 'graphql,metadata',
    })
    expect(env['HASURA_GRAPHQL_CORS_DOMAIN']).toMatch(/^https:\/\//)
    for (const name of [
      'HASURA_GRAPHQL_ADMIN_SECRET',
      'HASURA_GRAPHQL_JWT_SECRET',
      'ACTION_SECRET',
      'EVENT_SECRET',
    ]) {
      expect(env[name], name).toBe('')
    }
  })

  test('every variable that the metadata names is in the environment for production', () => {
    const files = hasuraFiles()
    const used = files
      .filter(({ path }) => path.endsWith('.yaml'))
      .flatMap(({ text }) => [...text.matchAll(/\{\{(\w+)\}\}|(?:value_from_env|from_env): (\w+)/g)])
      .map(([, template, fromEnv]) => template ?? fromEnv)
    const example = files.find(({ path }) => path === '.env.example')?.text ?? ''
    expect([...new Set(used)].filter((name) => !new RegExp(`^${name}=`, 'm').test(example))).toEqual([])
  })
})
