import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Github } from '../../../dev/github/start-github.js'
import { callApi, client, postToken, startTestGithub } from './local-github.js'

let github: Github
let clock = Date.now()

beforeAll(async () => {
  github = await startTestGithub({ now: () => clock })
})

afterAll(() => github.close())

interface DeviceCode {
  device_code: string
  user_code: string
  verification_uri: string
  expires_in: number
  interval: number
}

async function startDevice(clientId = client.clientId): Promise<DeviceCode> {
  const response = await fetch(`${github.url}/login/device/code`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({ client_id: clientId, scope: 'read:org' }),
  })
  return response.json()
}

/** Devices poll without a client secret. */
function poll(deviceCode: string): Promise<Record<string, unknown>> {
  const grant_type = 'urn:ietf:params:oauth:grant-type:device_code'
  return postToken(github, { grant_type, device_code: deviceCode, client_secret: '' })
}

function decide(userCode: string, pick: string): Promise<Response> {
  const body = new URLSearchParams({ user_code: userCode, pick })
  return fetch(`${github.url}/login/device`, { method: 'POST', body })
}

function waitSeconds(seconds: number): void {
  clock += seconds * 1000
}

describe('the device flow', () => {
  it('device/code hands out the two codes, the page, the lifetime and the interval', async () => {
    expect(await startDevice()).toEqual({
      device_code: expect.stringMatching(/^[0-9a-f]{40}$/),
      user_code: expect.stringMatching(/^[B-Z]{4}-[B-Z]{4}$/),
      verification_uri: `${github.url}/login/device`,
      expires_in: 900,
      interval: 5,
    })
    expect(await startDevice('other')).toMatchObject({ error: 'incorrect_client_credentials' })
  })

  it('S-GH-17 keeps a device waiting until a person approves it, then gives one token', async () => {
    const { device_code, user_code } = await startDevice()
    expect(await poll(device_code)).toMatchObject({ status: 200, error: 'authorization_pending' })
    expect((await decide(user_code.toLowerCase(), 'ben')).status).toBe(200)
    waitSeconds(5)
    const answer = await poll(device_code)
    expect(answer).toMatchObject({ token_type: 'bearer', scope: 'read:org' })
    const user: unknown = await (await callApi(github, '/user', String(answer['access_token']))).json()
    expect(user).toMatchObject({ login: 'ben' })
    waitSeconds(5)
    expect(await poll(device_code)).toMatchObject({ error: 'incorrect_device_code' })
  })

  it('S-GH-17 adds five seconds to the interval for every poll that comes too soon', async () => {
    const { device_code } = await startDevice()
    await poll(device_code)
    waitSeconds(4)
    expect(await poll(device_code)).toMatchObject({ error: 'slow_down', interval: 10 })
    waitSeconds(9)
    expect(await poll(device_code)).toMatchObject({ error: 'slow_down', interval: 15 })
    waitSeconds(15)
    expect(await poll(device_code)).toMatchObject({ error: 'authorization_pending' })
  })

  it('S-GH-17 reports denied, expired and unknown codes', async () => {
    const denied = await startDevice()
    await decide(denied.user_code, '')
    expect(await poll(denied.device_code)).toMatchObject({ error: 'access_denied' })
    const late = await startDevice()
    waitSeconds(900)
    expect(await poll(late.device_code)).toMatchObject({ error: 'expired_token' })
    expect((await decide(late.user_code, 'ada')).status).toBe(422)
    expect(await poll('unknown')).toMatchObject({ error: 'incorrect_device_code' })
  })

  it('access_token refuses a grant type that it does not know', async () => {
    expect(await postToken(github, { grant_type: 'password' })).toMatchObject({
      error: 'unsupported_grant_type',
    })
  })
})
