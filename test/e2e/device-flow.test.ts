import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { requestGraphql, requireGraphql } from '../../dev/demo/graphql-client.js'
import { refresh } from '../../dev/demo/graphql-flow.js'
import { count } from '../../dev/stack/count.js'
import { authMutation } from '../support/auth-mutation.js'
import { expectNoSecrets } from '../support/expect-no-secrets.js'
import { logRows } from '../support/log-rows.js'
import { startTerminalLogin } from '../support/terminal-login.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack
let githubClock = Date.now()
const secondMs = 1000

beforeAll(async () => {
  stack = await startTestStack({ stack: { github: { now: () => githubClock } } })
})

beforeEach(() => stack.reset())

afterAll(() => stack?.close())

const startedSchema = z.object({
  startDeviceLogin: z.object({
    userCode: z.string(),
    deviceCode: z.string(),
    verificationUri: z.string(),
    expiresAt: z.coerce.date(),
    interval: z.number(),
  }),
})

async function start() {
  const query = 'mutation { startDeviceLogin { userCode deviceCode verificationUri expiresAt interval } }'
  return startedSchema.parse(await requireGraphql(stack.flow.endpoint, { query })).startDeviceLogin
}

async function decide(verificationUri: string, userCode: string, person: string): Promise<void> {
  const body = new URLSearchParams({ user_code: userCode, pick: person })
  const answer = await fetch(verificationUri, { method: 'POST', body })
  expect(answer.status).toBe(200)
}

async function poll(deviceCode: string): Promise<string> {
  const field = `loginWithDevice(deviceCode: ${JSON.stringify(deviceCode)}) { login }`
  const { data, code } = await authMutation(stack.flow.endpoint, field)
  return code ?? JSON.stringify(data)
}

describe('the device flow', () => {
  it('S-GH-17 keeps to the interval of GitHub, five seconds more after each slow_down', async () => {
    const { deviceCode, interval } = await start()
    expect(interval).toBe(5)
    expect(await poll(deviceCode)).toBe('authorization-pending')
    githubClock += 5 * secondMs
    expect(await poll(deviceCode)).toBe('authorization-pending')
    githubClock += 5 * secondMs - 1
    expect(await poll(deviceCode)).toBe('slow-down')
    githubClock += 5 * secondMs
    expect(await poll(deviceCode)).toBe('slow-down')
    githubClock += 15 * secondMs
    expect(await poll(deviceCode)).toBe('authorization-pending')
  })

  it('S-GH-17 is over after fifteen minutes, and when the person says no', async () => {
    const late = await start()
    expect(late.expiresAt.getTime()).toBeLessThanOrEqual(Date.now() + 900 * secondMs)
    githubClock += 900 * secondMs
    expect(await poll(late.deviceCode)).toBe('expired')
    const denied = await start()
    await decide(denied.verificationUri, denied.userCode, '')
    expect(await poll(denied.deviceCode)).toBe('access-denied')
  })

  it('S-GH-17 takes only a device code that was sealed here, and not what GitHub gave', async () => {
    const { deviceCode } = await start()
    const other = `${deviceCode.slice(0, -6)}AAAAAA`
    for (const forged of ['', 'f'.repeat(40), other, 'eyJ..'])
      expect([forged, await poll(forged)]).toEqual([forged, 'expired'])
    expect(await poll('x'.repeat(1025))).toBe('invalid-input')
    expect(deviceCode).toMatch(/^ey[\w-]+(\.[\w-]*){4}$/)
  })

  it('S-SESS-03 opens one session however often an approved device asks at once', async () => {
    const { deviceCode, userCode, verificationUri } = await start()
    await decide(verificationUri, userCode, 'cleo')
    const answers = await Promise.all(Array.from({ length: 5 }, () => poll(deviceCode)))
    expect(answers.filter((answer) => answer.includes('cleo'))).toHaveLength(1)
    expect(await count(stack.database, 'sessions', "client = 'device'")).toBe(1)
    expect(await logRows(stack.database, 'signed-in')).toMatchObject([{ detail: { client: 'device' } }])
  })
})

describe('npm run login', () => {
  it('prints a token for Hasura on stdout and everything else on stderr', async () => {
    const login = startTerminalLogin(stack.flow.endpoint)
    const { verificationUri, userCode } = await login.shown
    await decide(verificationUri, userCode, 'ben')
    const { code, stdout, stderr } = await login.ended
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/)])
    expect(stderr).toContain('Signed in as ben (user)')
    expect(stderr).not.toContain('eyJ')
    const answer = await requestGraphql(stack.flow.endpoint, {
      query: '{ users { login } sessions { client } }',
      token: stdout.trim(),
    })
    expect(answer).toEqual({ data: { users: [{ login: 'ben' }], sessions: [{ client: 'device' }] } })
  })

  it('--json prints the session, whose refresh token works', async () => {
    const login = startTerminalLogin(stack.flow.endpoint, '--json')
    const { verificationUri, userCode } = await login.shown
    await decide(verificationUri, userCode, 'ada')
    const { code, stdout } = await login.ended
    const { refreshToken } = z.object({ refreshToken: z.string() }).parse(JSON.parse(stdout))
    expect([code, await refresh(stack.flow, refreshToken)]).toMatchObject([0, { login: 'ada' }])
  })

  it('says why and ends with 1 when the person says no, and when nobody answers', async () => {
    const denied = startTerminalLogin(stack.flow.endpoint)
    const { verificationUri, userCode } = await denied.shown
    await decide(verificationUri, userCode, '')
    expect(await denied.ended).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('Access was denied. (access-denied)'),
    })
    const lost = await startTerminalLogin('http://127.0.0.1:9/v1/graphql').ended
    expect([lost.code, lost.stdout, lost.stderr]).toEqual([1, '', expect.stringContaining('--endpoint')])
  })
})

describe('logs', () => {
  it('S-LOG-01 hold no secret and no token of all that happened here', () => {
    expectNoSecrets(stack, 'signed-in')
  })
})
