import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { describeProgress } from '../../cli/sync/describe-progress.js'
import { findEverybody } from '../../cli/sync/find-people.js'
import { syncPeople } from '../../cli/sync/sync-people.js'
import { parseConfig } from '../../functions/config/parse-config.js'
import { createDeps } from '../../functions/create-deps.js'
import { keyIdOf } from '../../functions/seal/key-ring.js'
import { readProgress } from '../../functions/sync/progress-store.js'
import { membershipRules, type SyncStack, startSyncStack } from '../support/sync-stack.js'
import { secret } from '../support/test-env.js'
import { waitForEvents } from '../support/wait-for-events.js'

let stack: SyncStack

beforeAll(async () => {
  stack = await startSyncStack()
  for (const login of ['ada', 'ben', 'cleo']) await stack.signIn(login)
  await waitForEvents(stack.database)
})

beforeEach(() => stack.reset())

afterAll(() => stack?.close())

/** What the functions work with under other secrets, in this process. */
const depsWith = (different: Record<string, string>) =>
  createDeps(parseConfig({ ...stack.environment.functions, ...membershipRules, ...different }), {
    writeLog: () => undefined,
  })

const status = async (deps: ReturnType<typeof depsWith>) =>
  describeProgress(await deps.hasura.run(readProgress, {}), deps.config)

describe('a sync after AUTH_SECRET was replaced', () => {
  it('R-06j seals every stored token anew that nobody renews, also of people who lost their access', async () => {
    const { AUTH_SECRET: old = '' } = stack.environment.functions
    const next = secret()
    const deps = depsWith({ AUTH_SECRET: next, AUTH_SECRETS_ACCEPTED: `${next},${old}` })
    expect(await status(deps)).toContain(`:\n  ${keyIdOf(old)}: 3, accepted,`)

    const [person] = await findEverybody(deps)
    const renewing = 'update github_tokens set renewal_started_at = $2 where user_id = $1'
    await stack.database.query(renewing, [person?.id, new Date()])
    await syncPeople(deps, await findEverybody(deps), () => undefined)
    expect(await status(deps)).toContain(`:\n  ${keyIdOf(next)}: 2, signs\n  ${keyIdOf(old)}: 1, accepted,`)
    await stack.database.query(renewing, [person?.id, null])

    stack.github.changePerson('cleo', { memberships: [] })
    const reports = await syncPeople(deps, await findEverybody(deps), () => undefined)
    expect(reports.map(({ outcome }) => outcome).toSorted()).toEqual(['access-lost', 'synced', 'synced'])
    expect(await status(deps)).toContain(`:\n  ${keyIdOf(next)}: 3, signs`)

    const retired = depsWith({ AUTH_SECRET: next, AUTH_SECRETS_RETIRED: keyIdOf(old) })
    const again = await syncPeople(retired, await findEverybody(retired), () => undefined)
    expect(again.map(({ outcome }) => outcome).toSorted()).toEqual(['access-lost', 'synced', 'synced'])
    expect(await status(depsWith({}))).toContain(`${keyIdOf(next)}: 3, unknown here`)
    const gone = depsWith({ AUTH_SECRETS_RETIRED: keyIdOf(next) })
    expect(await status(gone)).toContain(`${keyIdOf(next)}: 3, retired,`)
  })
})
