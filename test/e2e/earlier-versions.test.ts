import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createBrowser, readSession } from '../../dev/demo/browser.js'
import { refresh } from '../../dev/demo/graphql-flow.js'
import { repository } from '../../dev/repository.js'
import { count } from '../../dev/stack/count.js'
import { fixtureVersions, readFixture } from '../fixtures/fixture.js'
import { type FixtureStack, startOnFixture } from '../fixtures/start-on-fixture.js'
import { refreshRefusal } from '../support/auth-mutation.js'
import { waitForEvents } from '../support/wait-for-events.js'

const migrationsFolder = `${repository}/hasura/migrations/default`

describe.each(fixtureVersions())('a database of version %s under this one', (version) => {
  const fixture = readFixture(version)
  const { refreshTokens } = fixture
  let stack: FixtureStack
  let before: { waiting: string[]; migrations: string[]; roles: string[] }

  beforeAll(async () => {
    stack = await startOnFixture(fixture)
    before = {
      waiting: await lines(stack, waitingPeople),
      migrations: await appliedMigrations(stack),
      roles: await lines(stack, rolesBySource),
    }
    stack.github.changePerson('ada', { name: 'Ada of today' })
    await stack.startEngine({})
  })

  afterAll(() => stack.close())

  it('had only migrations that are frozen, and gets those that came since', async () => {
    expect(before.migrations.length).toBeGreaterThan(0)
    expect(frozenMigrations()).toEqual(expect.arrayContaining(before.migrations))
    const all = readdirSync(migrationsFolder).map((name) => name.split('_')[0])
    expect((await appliedMigrations(stack)).sort()).toEqual(all.sort())
  })

  it('delivers the events that waited, which open grants and sync', async () => {
    expect(before.waiting).toEqual(['ada', 'cleo'])
    await waitForEvents(stack.database)
    expect([...stack.door.used].sort()).toEqual(before.waiting)
    const synced = 'sync_error is null and synced_at > sync_requested_at and not awaits_sync'
    expect(await count(stack.database, 'users', `login = 'cleo' and ${synced}`)).toBe(1)
    expect(
      await count(stack.database, 'users', `login = 'ada' and name = 'Ada of today' and ${synced}`),
    ).toBe(1)
    expect(await count(stack.database, 'hdb_catalog.event_log', 'error')).toBe(0)
  })

  it('keeps people, and the roles that operators and GitHub gave them', async () => {
    expect(await count(stack.database, 'users')).toBe(fixture.people.length)
    expect(before.roles).toEqual(expect.arrayContaining(['ada moderator github', 'ben moderator manual']))
    expect(await lines(stack, rolesBySource)).toEqual(before.roles)
  })

  it('R-06j knows under which key each stored GitHub token lies', async () => {
    expect(await count(stack.database, 'github_tokens')).toBeGreaterThan(0)
    expect(await count(stack.database, 'github_tokens', 'kid is null')).toBe(0)
  })

  it('keeps what is scheduled for later', async () => {
    const later = "status = 'scheduled' and scheduled_time = '2999-01-01T00:00:00Z'"
    expect(await count(stack.database, 'hdb_catalog.hdb_scheduled_events', later)).toBe(1)
  })

  it('refreshes sessions of every kind', async () => {
    const live = await refresh(stack.flow, refreshTokens.live)
    expect(live).toMatchObject({ login: 'ben', roles: ['moderator', 'user'] })
    expect(await refresh(stack.flow, live.refreshToken)).toMatchObject({ login: 'ben' })
    expect(await refresh(stack.flow, refreshTokens.ofDevice)).toMatchObject({ login: 'cleo' })
  })

  it('ends the session of a token that was used before once the owner and whoever has it go on', async () => {
    const { rotated, successor } = refreshTokens
    const copied = await refresh(stack.flow, rotated)
    const { refreshToken } = await refresh(stack.flow, successor)
    expect(await refreshRefusal(stack.flow.endpoint, copied.refreshToken)).toBe('refresh-token-reused')
    expect(await refreshRefusal(stack.flow.endpoint, refreshToken)).toBe('refresh-token-reused')
  })

  it('refuses what had ended', async () => {
    const { signedOut, ofDisabled, endedByReuse } = refreshTokens
    expect(await refreshRefusal(stack.flow.endpoint, signedOut)).toBe('invalid-refresh-token')
    expect(await refreshRefusal(stack.flow.endpoint, ofDisabled)).toBe('invalid-refresh-token')
    expect(await refreshRefusal(stack.flow.endpoint, endedByReuse)).toBe('refresh-token-reused')
  })

  it('reads the cookies of a browser, and goes on when the access cookie is over', async () => {
    const browser = createBrowser()
    for (const pair of Object.entries(fixture.cookies)) browser.cookies.set(...pair)
    expect(await readSession(browser, stack.app)).toMatchObject({ user: { login: 'ada' } })
    browser.cookies.delete('gha-access')
    expect(await readSession(browser, stack.app)).toMatchObject({ user: { name: 'Ada of today' } })
    expect(browser.cookies.get('gha-refresh')).not.toBe(fixture.cookies['gha-refresh'])
  })
})

const cliState = z.object({ migrations: z.object({ default: z.record(z.string(), z.literal(false)) }) })

async function appliedMigrations({ database }: FixtureStack): Promise<string[]> {
  const { rows } = await database.query<{ state: string }>(
    'select cli_state as state from hdb_catalog.hdb_version',
  )
  return Object.keys(cliState.parse(JSON.parse(rows[0]?.state ?? '')).migrations.default)
}

function frozenMigrations(): string[] {
  const list: object = JSON.parse(readFileSync(`${repository}/test/hasura/frozen-migrations.json`, 'utf8'))
  return Object.keys(list).map((path) => path.split('_')[0] ?? '')
}

const rolesBySource = `select login || ' ' || role || ' ' || source as line
  from user_roles join users on users.id = user_id order by line`

const waitingPeople = `select login as line from users where id in (
  select payload #>> '{data,new,id}' from hdb_catalog.event_log where not delivered and not error) order by line`

async function lines({ database }: FixtureStack, query: string): Promise<string[]> {
  const { rows } = await database.query<{ line: string }>(query)
  return rows.map(({ line }) => line)
}
