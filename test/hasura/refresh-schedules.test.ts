import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signIn } from '../../dev/demo/graphql-flow.js'
import { parseConfig } from '../../functions/config/parse-config.js'
import { createDeps } from '../../functions/create-deps.js'
import type { Deps } from '../../functions/deps.js'
import { rotateSession } from '../../functions/session/rotate.js'
import { endReusedSession, presentToken } from '../../functions/session/rotation-store.js'
import { addSeconds } from '../../functions/time.js'
import { logRows } from '../support/log-rows.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack
let deps: Deps

beforeAll(async () => {
  stack = await startTestStack()
  deps = createDeps(parseConfig(stack.environment.functions), { writeLog: () => undefined })
})

afterAll(() => stack.close())

/** What may happen to a session whose only user is its owner. */
const step = fc.oneof(
  fc.constant({ kind: 'answered' as const }),
  fc.constant({ kind: 'lost' as const }),
  // The function gives up, and the statement waits in the database.
  fc.constant({ kind: 'stalled' as const }),
  fc.constant({ kind: 'commits' as const }),
  fc.record({ kind: fc.constant('tabs' as const), keepsFirst: fc.boolean(), apart: fc.nat(120) }),
  fc.record({ kind: fc.constant('waits' as const), seconds: fc.nat(120) }),
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

async function pass(sessionId: string, seconds: number): Promise<void> {
  const statement = "update sessions set rotated_at = rotated_at - $2 * interval '1 second' where id = $1"
  await stack.database.query(statement, [sessionId, seconds])
}

/** The statement alone, as it is committed for somebody who is gone. */
async function commitLate(token: string): Promise<void> {
  const { sessionId: id = '', generation: presented = 0 } = deps.refreshTokens.read(token) ?? {}
  const now = deps.now()
  const user = { disabled_at: { _is_null: true } } as const
  const variables = { id, presented, now, idleExpiresAt: addSeconds(now, 3600), user }
  await deps.hasura.run(presentToken(undefined), variables)
}

async function live(first: string, steps: readonly Step[]): Promise<void> {
  const sessionId = first.split('.')[1] ?? ''
  const stalled: string[] = []
  let token = first
  const refresh = async () => (await rotateSession(deps, token)).refreshToken
  for (const one of steps) {
    if (one.kind === 'answered') token = await refresh()
    if (one.kind === 'lost') await refresh()
    if (one.kind === 'stalled') stalled.push(token)
    if (one.kind === 'commits' && stalled.length > 0) await commitLate(stalled.shift() ?? '')
    if (one.kind === 'waits') await pass(sessionId, one.seconds)
    if (one.kind === 'tabs') {
      const inFirst = await refresh()
      await pass(sessionId, one.apart)
      const inSecond = await refresh()
      token = one.keepsFirst ? inFirst : inSecond
    }
  }
  await refresh()
}

test('R-02e no schedule of lost answers, stalls, late commits, waits and tabs signs the owner out', async () => {
  const schedules = fc.array(step, { minLength: 1, maxLength: 15 })
  const property = fc.asyncProperty(schedules, async (steps) => {
    const { refreshToken } = await signIn(stack.flow, 'ada')
    await live(refreshToken, steps)
  })
  await fc.assert(property, { numRuns: 60, seed: 20_260_301 })
  expect(await logRows(stack.database, 'refresh-token-reused')).toEqual([])
}, 240_000)

test('R-02 a judgement of reuse that no longer holds ends nothing', async () => {
  const { refreshToken } = await signIn(stack.flow, 'ben')
  const { sessionId: id = '' } = deps.refreshTokens.read(refreshToken) ?? {}
  await rotateSession(deps, refreshToken)
  // The token last presented, the candidate, and one that nobody was given.
  for (const presented of [1, 2, 3]) {
    const answer = await deps.hasura.run(endReusedSession, { id, presented, now: deps.now() })
    expect([presented, answer.delete_sessions.affected_rows]).toEqual([presented, 0])
  }
  expect(await rotateSession(deps, refreshToken)).toMatchObject({ sessionId: id })
})
