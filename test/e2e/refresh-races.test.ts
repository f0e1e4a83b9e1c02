import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createBrowser, readSession, signInWith } from '../../dev/demo/browser.js'
import { refresh, signIn } from '../../dev/demo/graphql-flow.js'
import { type Gate, startGate } from '../../dev/http/gate.js'
import { count } from '../../dev/stack/count.js'
import { pickPort } from '../../dev/stack/pick-port.js'
import { createRefreshTokens, type RefreshTokenParts } from '../../functions/token/refresh-token.js'
import { refreshRefusal } from '../support/auth-mutation.js'
import { expectNoSecrets } from '../support/expect-no-secrets.js'
import { logRows } from '../support/log-rows.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'
import { waitForEvents } from '../support/wait-for-events.js'

let stack: TestStack
/** Between the functions and the engine. */
let toEngine: Gate
/** Between a client and the engine. */
let fromClient: Gate

beforeAll(async () => {
  const port = await pickPort(0, [])
  const HASURA_GRAPHQL_ENDPOINT = `http://127.0.0.1:${port}/v1/graphql`
  stack = await startTestStack({ env: { HASURA_GRAPHQL_ENDPOINT } })
  toEngine = await startGate(port, stack.urls.engine)
  fromClient = await startGate(0, stack.urls.engine)
})

beforeEach(() => stack.reset())

afterAll(async () => {
  await stack?.close()
  await Promise.all([toEngine.close(), fromClient.close()])
})

const parts = (refreshToken: string): RefreshTokenParts => {
  const [, sessionId = '', generation = ''] = refreshToken.split('.')
  return { sessionId, generation: Number(generation) }
}

async function generationOf(sessionId: string): Promise<number | undefined> {
  const { rows } = await stack.database.query('select generation from sessions where id = $1', [sessionId])
  return rows[0] && Number(rows[0]['generation'])
}

/** Makes the last refresh of a session older than the grace window. */
async function endGrace(sessionId: string): Promise<void> {
  const statement = "update sessions set rotated_at = rotated_at - interval '11 seconds' where id = $1"
  await stack.database.query(statement, [sessionId])
}

describe('several refreshes at once', () => {
  it.each([2, 5, 20])('S-SESS-03 gives %i callers at once one successor', async (callers) => {
    const { refreshToken } = await signIn(stack.flow, 'ada')
    const { sessionId } = parts(refreshToken)
    const answers = await Promise.all(
      Array.from({ length: callers }, () => refresh(stack.flow, refreshToken)),
    )
    expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1)
    expect(parts(answers[0]?.refreshToken ?? '')).toEqual({ sessionId, generation: 2 })
    expect(await generationOf(sessionId)).toBe(2)
    expect(await refresh(stack.flow, answers[0]?.refreshToken ?? '')).toMatchObject({ login: 'ada' })
  })

  it.each([2, 20])('S-SESS-03 gives %i tabs of one browser the same session and cookie', async (tabs) => {
    const browser = createBrowser()
    await signInWith(browser, stack.urls.app, 'ben')
    const { sessionId } = parts(browser.cookies.get('gha-refresh') ?? '')
    browser.cookies.delete('gha-access')
    const answers = await Promise.all(
      Array.from({ length: tabs }, () => browser.fetch(`${stack.urls.app}/api/auth/session`)),
    )
    const cookies = answers.flatMap((answer) =>
      answer.headers.getSetCookie().filter((line) => line.startsWith('gha-refresh=')),
    )
    const bodies = z
      .array(z.object({ sessionId: z.string() }))
      .parse(await Promise.all(answers.map((answer) => answer.json())))
    expect(new Set(bodies.map((body) => body.sessionId))).toEqual(new Set([sessionId]))
    expect(new Set(cookies.map((line) => line.split(';')[0])).size).toBe(1)
    expect(await generationOf(sessionId)).toBe(2)
    browser.cookies.delete('gha-access')
    expect(await readSession(browser, stack.urls.app)).toMatchObject({ user: { login: 'ben' } })
  })

  it('S-SESS-02 gives whoever lost the answer the same successor again', async () => {
    const { refreshToken } = await signIn(stack.flow, 'ada')
    fromClient.loseNextAnswer()
    const through = { ...stack.flow, endpoint: `${fromClient.url}/v1/graphql` }
    await expect(refresh(through, refreshToken)).rejects.toThrow('fetch failed')
    expect(await generationOf(parts(refreshToken).sessionId)).toBe(2)
    const retried = await refresh(through, refreshToken)
    expect(parts(retried.refreshToken).generation).toBe(2)
    expect(await generationOf(parts(refreshToken).sessionId)).toBe(2)
  })
})

describe('a refresh token that comes back', () => {
  it('S-SESS-02 ends the session once its successor was used, says so in the log and to its owner', async () => {
    const stolen = await signIn(stack.flow, 'ada')
    const owner = await refresh(stack.flow, stolen.refreshToken)
    const { sessionId } = parts(stolen.refreshToken)
    const next = await refresh(stack.flow, owner.refreshToken)
    expect(await refreshRefusal(stack.flow.endpoint, stolen.refreshToken)).toBe('refresh-token-reused')
    expect(await generationOf(sessionId)).toBeUndefined()
    expect(await logRows(stack.database, 'refresh-token-reused')).toContainEqual(
      expect.objectContaining({ user_id: owner.userId, session_id: sessionId }),
    )
    expect(await refreshRefusal(stack.flow.endpoint, next.refreshToken)).toBe('refresh-token-reused')
    expect(await refreshRefusal(stack.flow.endpoint, stolen.refreshToken)).toBe('refresh-token-reused')
  })

  it('S-SESS-02 writes one row however many replays come at once', async () => {
    const stolen = await signIn(stack.flow, 'cleo')
    const { sessionId } = parts(stolen.refreshToken)
    const second = await refresh(stack.flow, stolen.refreshToken)
    await refresh(stack.flow, second.refreshToken)
    const codes = await Promise.all(
      Array.from({ length: 5 }, () => refreshRefusal(stack.flow.endpoint, stolen.refreshToken)),
    )
    expect(new Set(codes)).toEqual(new Set(['refresh-token-reused']))
    const rows = await logRows(stack.database, 'refresh-token-reused')
    expect(rows.filter((row) => row.session_id === sessionId)).toHaveLength(1)
  })

  it('S-SESS-02 signs a browser out whose cookie was copied and used twice', async () => {
    const browser = createBrowser()
    await signInWith(browser, stack.urls.app, 'ada')
    const copied = browser.cookies.get('gha-refresh') ?? ''
    browser.cookies.delete('gha-access')
    await readSession(browser, stack.urls.app)
    await endGrace(parts(copied).sessionId)
    const thief = createBrowser()
    thief.cookies.set('gha-refresh', copied)
    expect(await readSession(thief, stack.urls.app)).toMatchObject({ user: { login: 'ada' } })
    thief.cookies.delete('gha-access')
    expect(await readSession(thief, stack.urls.app)).toMatchObject({ user: { login: 'ada' } })
    browser.cookies.delete('gha-access')
    expect(await readSession(browser, stack.urls.app)).toBeNull()
    expect([...browser.cookies.keys()]).toEqual([])
  })
})

describe('tokens that nobody was given', () => {
  it('S-SESS-01 refuses forged, cut and foreign tokens without asking the database', async () => {
    const { refreshToken } = await signIn(stack.flow, 'ada')
    const [version, sessionId, , kid, mac] = refreshToken.split('.')
    const forged = [
      '',
      'nonsense',
      refreshToken.slice(0, -1),
      refreshToken.slice(1),
      `${refreshToken}A`,
      refreshToken.toUpperCase(),
      `v1.${sessionId}.1.${mac}`,
      `${version}.${sessionId}.1.${mac}`,
      `${version}.${sessionId}.2.${kid}.${mac}`,
      `${version}.${sessionId}.0.${kid}.${mac}`,
      `${version}.${sessionId}.01.${kid}.${mac}`,
      `${version}.${crypto.randomUUID()}.1.${kid}.${mac}`,
      `${version}.${sessionId}.1.${kid}.${randomBytes(32).toString('base64url')}`,
      `${version}.${sessionId}.1.${kid}.${'A'.repeat(43)}`,
      `${refreshToken}\u0000`,
      ` ${refreshToken}`,
    ]
    await waitForEvents(stack.database)
    const asked = toEngine.paths.length
    for (const token of forged) {
      expect([token, await refreshRefusal(stack.flow.endpoint, token)]).toEqual([
        token,
        'invalid-refresh-token',
      ])
    }
    const foreign = createRefreshTokens([randomBytes(32).toString('hex')]).mint(parts(refreshToken))
    expect(await refreshRefusal(stack.flow.endpoint, foreign)).toBe('unknown-key')
    expect(toEngine.paths.length).toBe(asked)
    expect(await refresh(stack.flow, refreshToken)).toMatchObject({ login: 'ada' })
    expect(toEngine.paths.length).toBe(asked + 1)
  })

  it('S-SESS-01 asks nobody about forged cookies either', async () => {
    const browser = createBrowser()
    browser.cookies.set('gha-refresh', `v1.${crypto.randomUUID()}.1.${randomBytes(32).toString('base64url')}`)
    await waitForEvents(stack.database)
    const asked = toEngine.paths.length
    expect(await readSession(browser, stack.urls.app)).toBeNull()
    expect([toEngine.paths.length, [...browser.cookies.keys()]]).toEqual([asked, []])
  })

  it('S-SESS-02 refuses a genuine token of a generation that was not reached, and the session goes on', async () => {
    const { refreshToken } = await signIn(stack.flow, 'ada')
    const { sessionId } = parts(refreshToken)
    const ours = createRefreshTokens([stack.secrets.authSecret])
    for (const generation of [2, 3, 999_999_999]) {
      const token = ours.mint({ sessionId, generation })
      expect(await refreshRefusal(stack.flow.endpoint, token)).toBe('invalid-refresh-token')
    }
    const unknown = ours.mint({ sessionId: crypto.randomUUID(), generation: 1 })
    expect(await refreshRefusal(stack.flow.endpoint, unknown)).toBe('invalid-refresh-token')
    expect(await refresh(stack.flow, refreshToken)).toMatchObject({ login: 'ada' })
    expect(
      await count(stack.database, 'auth_log', `session_id = '${sessionId}' and event like 'refresh%'`),
    ).toBe(0)
  })
})

describe('logs', () => {
  it('S-LOG-01 hold no secret and no token of all that happened here', () => {
    expectNoSecrets(stack, 'refresh-token-reused')
  })
})
