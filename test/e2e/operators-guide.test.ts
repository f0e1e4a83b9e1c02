import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { refresh, signIn } from '../../dev/demo/graphql-flow.js'
import { shiftedClock } from '../../dev/soak/shifted-clock.js'
import { count } from '../../dev/stack/count.js'
import { fences, section, tableRows } from '../docs/support/markdown.js'
import { readText } from '../docs/support/repository.js'
import { secret } from '../support/test-env.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'
import { waitForEvents } from '../support/wait-for-events.js'

const guide = readText('docs/deployment.md')
const checks = fences(section(guide, '### Checking it'), 'sh')
let stack: TestStack

beforeAll(async () => {
  stack = await startTestStack()
})

beforeEach(() => stack.reset())

afterAll(() => stack?.close())

/** Pastes a check into a shell, against the functions at an address. */
async function paste(part: string, app = stack.urls.app): Promise<string> {
  const command = checks.find((one) => one.includes(part)) ?? ''
  const { EVENT_SECRET } = stack.environment.engine
  const env = { PATH: process.env['PATH'], API: stack.flow.endpoint, APP: app, EVENT_SECRET }
  return (await promisify(execFile)('sh', ['-c', command], { env })).stdout
}

const agreement = () => JSON.parse(stack.environment.functions['HASURA_GRAPHQL_JWT_SECRET'] ?? '{}') as object
const agreeing = (changes: object) => () => ({
  HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ ...agreement(), ...changes }),
})
const minutesMs = 60_000

describe.skipIf(process.platform === 'win32')('"Checking it" of docs/deployment.md, pasted', () => {
  it('is content with a system that works', async () => {
    expect(JSON.parse(await paste('/api/health'))).toMatchObject({
      status: 'ok',
      graphqlUrl: stack.flow.endpoint,
    })
    expect(await paste('refreshSession')).toContain('"code":"invalid-refresh-token"')
    const counts = {
      sessions: expect.any(Number),
      logRows: expect.any(Number),
      idTokens: expect.any(Number),
      more: false,
    }
    expect(JSON.parse(await paste('purge_expired'))).toEqual(counts)
    expect(checks).toHaveLength(3)
  })

  it.each<[string, () => Record<string, string>, string, RegExp]>([
    ['another key', agreeing({ key: secret() }), 'misconfigured', /signature/],
    ['another issuer', agreeing({ issuer: 'us' }), 'misconfigured', /issuer/],
    ['a clock five minutes behind', () => shiftedClock(-5 * minutesMs), 'misconfigured', /expired by its/],
    [
      'another address',
      () => ({ HASURA_GRAPHQL_ENDPOINT: `${stack.urls.github}/v1/graphql` }),
      'hasura-unavailable',
      /HASURA_GRAPHQL_ENDPOINT leads to something else/,
    ],
    ['another secret', () => ({ EVENT_SECRET: secret() }), 'unauthorized', /is not EVENT_SECRET/],
  ])('finds functions that have %s, and health does not', async (_what, different, code, named) => {
    const { url } = await stack.addHost(different())
    stack.lines.length = 0
    expect(JSON.parse(await paste('/api/health', url))).toMatchObject({ status: 'ok' })
    expect(JSON.parse(await paste('purge_expired', url))).toMatchObject({ error: { code } })
    expect(stack.lines.join('\n')).toMatch(named)
  })
})

describe('what operators do by SQL, as docs/deployment.md writes it', () => {
  const cells = tableRows(section(guide, '## Operating it')).flatMap(([, done = '']) => done)
  /** The statement of a row, for one person. */
  const statement = (part: string, id: string) => {
    const found = cells.flatMap((cell) => /`(update [^`]+)`/.exec(cell)?.[1] ?? [])
    const sql = found.find((one) => one.includes(part)) ?? ''
    return sql.replace('…', id)
  }

  it('refusing a person ends their sessions', async () => {
    const { refreshToken, userId } = await signIn(stack.flow, 'cleo')
    await stack.database.exec(statement('disabled_at', userId))
    await expect(refresh(stack.flow, refreshToken)).rejects.toThrow('The session is over')
    expect(await count(stack.database, 'sessions', `user_id = '${userId}'`)).toBe(0)
  })

  it('asking for a sync has the person read anew', async () => {
    const { userId } = await signIn(stack.flow, 'ada')
    await waitForEvents(stack.database)
    stack.githubCalls.length = 0
    await stack.database.exec(statement('sync_requested_at', userId))
    await waitForEvents(stack.database)
    expect(stack.githubCalls.map(({ path }) => path)).toContain('/api/v3/user')
  })

  it('ending all sessions ends them and writes none down', async () => {
    for (const person of ['ada', 'ben', 'ben']) await signIn(stack.flow, person)
    const [ending = ''] = fences(section(guide, '### Ending all sessions'), 'sql')
    const written = await count(stack.database, 'auth_log')
    await stack.database.exec(ending)
    expect(await count(stack.database, 'sessions')).toBe(0)
    expect(await count(stack.database, 'auth_log')).toBe(written)
  })

  it('deleting a role takes it from everybody', async () => {
    const { userId } = await signIn(stack.flow, 'ada')
    await stack.database.exec(`insert into user_roles (user_id, role) values ('${userId}', 'moderator')`)
    const [deleting = ''] = fences(section(guide, '### Deleting a role'), 'sql')
    await stack.database.exec(deleting)
    expect(await count(stack.database, 'user_roles', "role = 'moderator'")).toBe(0)
    expect(await count(stack.database, 'roles', "value = 'moderator'")).toBe(0)
    await stack.database.exec("insert into roles (value) values ('moderator')")
  })

  it('cleaning up after Hasura deletes what is over and old, and nothing else', async () => {
    await signIn(stack.flow, 'ada')
    await waitForEvents(stack.database)
    await stack.database.exec(`
      update hdb_catalog.event_log set created_at = created_at - interval '15 days';
      insert into hdb_catalog.event_log (id, schema_name, table_name, trigger_name, payload, created_at, next_retry_at)
      values ('waiting', 'public', 'users', 'sync_user', '{}', now() - interval '15 days', now() + interval '1 day');
      insert into hdb_catalog.event_log (id, schema_name, table_name, trigger_name, payload, delivered)
      values ('recent', 'public', 'users', 'sync_user', '{}', true);
      insert into hdb_catalog.hdb_cron_events (id, trigger_name, scheduled_time, status) values
        ('old', 'purge_expired', now() - interval '15 days', 'delivered'),
        ('recent', 'purge_expired', now() - interval '1 day', 'delivered');
      insert into hdb_catalog.hdb_cron_event_invocation_logs (event_id) values ('old'), ('recent');`)
    expect(await count(stack.database, 'hdb_catalog.event_invocation_logs')).toBeGreaterThan(0)
    for (const sql of fences(section(guide, '### What Hasura keeps'), 'sql')) await stack.database.exec(sql)
    const left = async (table: string) => {
      const { rows } = await stack.database.query(`select id from hdb_catalog.${table}`)
      return rows.map(({ id }) => String(id)).sort()
    }
    expect(await left('event_log')).toEqual(['recent', 'waiting'])
    expect(await left('event_invocation_logs')).toEqual([])
    expect(await left("hdb_cron_events where status = 'delivered'")).toEqual(['recent'])
    expect(
      await count(stack.database, 'hdb_catalog.hdb_cron_event_invocation_logs', "event_id = 'old'"),
    ).toBe(0)
    await stack.database.exec("delete from hdb_catalog.event_log where id in ('waiting', 'recent')")
  })
})
