import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Github } from '../../../dev/github/start-github.js'
import {
  approve,
  callApi,
  callback,
  client,
  pkcePair,
  postToken,
  startTestGithub,
  tokenFor,
} from './local-github.js'

let github: Github
let clock = Date.now()

beforeAll(async () => {
  github = await startTestGithub({ now: () => clock })
})

afterAll(() => github.close())

async function approvedCode(parameters: Readonly<Record<string, string>> = {}): Promise<string> {
  return (await approve(github, 'ada', parameters)).get('code') ?? ''
}

function s256(challenge: string): Record<string, string> {
  return { code_challenge: challenge, code_challenge_method: 'S256' }
}

describe('the code exchange', () => {
  it('S-PKCE-04 gives a token for the right verifier only', async () => {
    const { verifier, challenge } = pkcePair()
    const wrong: Record<string, string>[] = [
      {},
      { code_verifier: '' },
      { code_verifier: pkcePair().verifier },
      { code_verifier: challenge },
    ]
    for (const fields of wrong) {
      const answer = await postToken(github, { code: await approvedCode(s256(challenge)), ...fields })
      expect([fields, answer['status'], answer['error'], answer['access_token']]).toEqual([
        fields,
        200,
        'bad_verification_code',
        undefined,
      ])
    }
    const answer = await postToken(github, {
      code: await approvedCode(s256(challenge)),
      code_verifier: verifier,
    })
    expect(answer).toEqual({
      status: 200,
      access_token: expect.stringMatching(/^gho_/),
      token_type: 'bearer',
      scope: '',
    })
  })

  it('access_token takes a code once, even when the exchange failed', async () => {
    const { verifier, challenge } = pkcePair()
    const code = await approvedCode(s256(challenge))
    expect(await postToken(github, { code })).toMatchObject({ error: 'bad_verification_code' })
    expect(await postToken(github, { code, code_verifier: verifier })).toMatchObject({
      error: 'bad_verification_code',
    })
  })

  it('access_token takes a code for ten minutes', async () => {
    const [early, late] = [await approvedCode(), await approvedCode()]
    clock += 10 * 60 * 1000 - 1
    expect(await postToken(github, { code: early })).toHaveProperty('access_token')
    clock += 1
    expect(await postToken(github, { code: late })).toMatchObject({ error: 'bad_verification_code' })
  })

  it('access_token takes a code for the redirect_uri that it was issued for', async () => {
    const redirect_uri = `${callback}/deeper`
    expect(
      await postToken(github, { code: await approvedCode({ redirect_uri }), redirect_uri }),
    ).toHaveProperty('access_token')
    const other = await postToken(github, {
      code: await approvedCode({ redirect_uri }),
      redirect_uri: callback,
    })
    expect(other).toMatchObject({ error: 'redirect_uri_mismatch' })
  })

  it('access_token refuses another client and a wrong secret with status 200', async () => {
    for (const fields of [{ client_id: 'other' }, { client_secret: 'wrong' }, { client_secret: '' }]) {
      const answer = await postToken(github, { code: await approvedCode(), ...fields })
      expect([fields, answer]).toEqual([
        fields,
        expect.objectContaining({ status: 200, error: 'incorrect_client_credentials' }),
      ])
    }
  })

  it('access_token answers as a form unless JSON was asked for', async () => {
    const body = new URLSearchParams({
      client_id: client.clientId,
      client_secret: client.clientSecret,
      code: 'wrong',
    })
    const response = await fetch(`${github.url}/login/oauth/access_token`, { method: 'POST', body })
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/x-www-form-urlencoded; charset=utf-8',
    ])
    expect(new URLSearchParams(await response.text()).get('error')).toBe('bad_verification_code')
  })

  it('access_token takes a JSON body, and reports the scopes with commas', async () => {
    const response = await fetch(`${github.url}/login/oauth/access_token`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({
        client_id: client.clientId,
        client_secret: client.clientSecret,
        code: await approvedCode({ scope: 'user:email read:org' }),
      }),
    })
    expect(await response.json()).toMatchObject({ scope: 'read:org,user:email' })
  })

  it('access_token ends the oldest of more than ten tokens with the same scopes', async () => {
    const tokens: string[] = []
    for (let count = 0; count < 11; count += 1) tokens.push(await tokenFor(github, 'ben', 'read:org'))
    const statuses = await Promise.all(
      tokens.map(async (token) => (await callApi(github, '/user', token)).status),
    )
    expect(statuses).toEqual([401, ...Array.from({ length: 10 }, () => 200)])
  })

  it('access_token takes the client in the header as in the body (RFC 6749 section 2.3.1), and no two of them', async () => {
    const ask = async (id: string, secret: string, fields: Readonly<Record<string, string>> = {}) => {
      const credentials = [id, secret].map(encodeURIComponent).join(':')
      const response = await fetch(`${github.url}/login/oauth/access_token`, {
        method: 'POST',
        headers: {
          accept: 'application/json',
          authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
        },
        body: new URLSearchParams({ code: await approvedCode(), ...fields }),
      })
      return response.json()
    }
    const { clientId, clientSecret } = client
    expect(await ask(clientId, clientSecret)).toMatchObject({ token_type: 'bearer' })
    expect(await ask(clientId, clientSecret, { client_id: clientId })).toMatchObject({ token_type: 'bearer' })
    const refused = { error: 'incorrect_client_credentials' }
    expect(await ask(clientId, 'wrong')).toMatchObject(refused)
    expect(await ask('wrong', clientSecret)).toMatchObject(refused)
    expect(await ask(clientId, clientSecret, { client_secret: 'another' })).toMatchObject(refused)
  })

  it('access_token decodes a secret in the header as a form does', async () => {
    const secret = 'with+plus & space:colon'
    const other = await startTestGithub({ clientSecret: secret })
    const code = (await approve(other, 'ada')).get('code') ?? ''
    const encoded = new URLSearchParams({ secret }).toString().slice('secret='.length)
    const authorization = `Basic ${Buffer.from(`${client.clientId}:${encoded}`).toString('base64')}`
    const response = await fetch(`${other.url}/login/oauth/access_token`, {
      method: 'POST',
      headers: { accept: 'application/json', authorization },
      body: new URLSearchParams({ code }),
    })
    expect(await response.json()).toMatchObject({ token_type: 'bearer' })
    await other.close()
  })
})
