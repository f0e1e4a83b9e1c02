import { signIn } from '../../dev/demo/graphql-flow.js'
import { type Membership, type Person, seedPeople } from '../../dev/github/people.js'
import { parseConfig } from '../../functions/config/parse-config.js'
import { createDeps, type World } from '../../functions/create-deps.js'
import type { Instance } from '../../functions/deps.js'
import { startTestStack, type TestStack, type TestStackOptions } from './test-stack.js'

/** Two organisations let people in, and a team of one of them gives a role. */
export const membershipRules = {
  GITHUB_ALLOWED_ORGS: 'acme,umbrella',
  GITHUB_ROLE_MAP: '{"acme/core":"moderator"}',
}

export interface SyncStack extends TestStack {
  /** What the functions work with, in this process: for tests that own the clock or count. */
  deps(world?: Partial<World>): Instance
  /** Delivers an event of sync_user to the functions, as Hasura does. */
  deliver(userId: string, changes?: Record<string, unknown>): Promise<Response>
  /** Runs a cron trigger, as Hasura does. */
  runCron(name: string): Promise<Response>
  signIn(login: string): ReturnType<typeof signIn>
}

/** The whole stack where memberships decide, with what tests of the sync do to it. */
export async function startSyncStack(options: TestStackOptions = {}): Promise<SyncStack> {
  const env = { ...membershipRules, ...options.env }
  const github = { people: memberPeople(), ...options.stack?.github }
  const stack = await startTestStack({ ...options, env, stack: { ...options.stack, github } })
  const variables: Record<string, string> = { ...stack.environment.functions, ...env }
  const config = parseConfig(variables)
  const post = (trigger: string, payload: unknown) =>
    fetch(`${stack.urls.app}/api/events/${trigger}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-webhook-secret': variables['EVENT_SECRET'] ?? '' },
      body: JSON.stringify(payload),
    })
  return {
    ...stack,
    deps: (world = {}) => createDeps(config, { writeLog: () => undefined, ...world }),
    deliver: (userId, changes = {}) => post('sync_user', syncEvent(userId, changes)),
    runCron: (name) => post(name, { id: 'x', name, scheduled_time: new Date().toISOString() }),
    signIn: (login) => signIn(stack.flow, login),
  }
}

function syncEvent(userId: string, changes: Record<string, unknown>) {
  return {
    id: 'x',
    trigger: { name: 'sync_user' },
    table: { schema: 'public', name: 'users' },
    event: {
      op: Object.keys(changes).length === 0 ? 'MANUAL' : 'UPDATE',
      data: { old: null, new: { id: userId, ...changes } },
    },
  }
}

/** The usual people, each in both organisations and in the team. */
export function memberPeople(): Person[] {
  const memberships = [memberOf('acme', 'core'), memberOf('umbrella')]
  return seedPeople().map((person) => ({ ...person, memberships }))
}

export function memberOf(organization: string, ...teams: string[]): Membership {
  return { organization, state: 'active', role: 'member', teams }
}

/** Whether somebody may be signed in, by `membershipRules`. */
export function isMember({ memberships }: Pick<Person, 'memberships'>): boolean {
  return memberships.some(({ state }) => state === 'active')
}

/** What the row of somebody who may be signed in says after a sync. */
export function expectedRow(person: Person, githubUrl: string): Record<string, unknown> {
  const primary = person.emails.find((address) => address.primary && address.verified)
  const isInCore = person.memberships.some(
    ({ organization, state, teams }) =>
      organization === 'acme' && state === 'active' && teams.includes('core'),
  )
  return {
    login: person.login,
    name: person.name,
    email: primary?.email ?? null,
    avatar_url: `${githubUrl}/avatars/u/${person.id}?v=4`,
    github_roles: isInCore ? ['moderator'] : [],
    sync_error: null,
    roles: isInCore ? ['moderator github', 'user manual'] : ['user manual'],
  }
}

/** What the database says of a person. */
export async function storedRow(stack: Pick<TestStack, 'database'>, id: string | number) {
  const { rows } = await stack.database.query<Record<string, string | null>>(
    `select login, name, email, avatar_url, github_roles::text, sync_error,
       (select coalesce(json_agg(role || ' ' || source order by role), '[]')::text from user_roles where user_id = id) as roles
     from users where id = $1`,
    [String(id)],
  )
  const [row] = rows
  if (!row) return undefined
  return {
    ...row,
    github_roles: JSON.parse(row['github_roles'] ?? ''),
    roles: JSON.parse(row['roles'] ?? ''),
  }
}
