import { execFile, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { text as readAll } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { requireGraphql } from '../../dev/demo/graphql-client.js'
import { approveLogin, signIn } from '../../dev/demo/graphql-flow.js'
import { repository } from '../../dev/repository.js'
import { parseConfig } from '../../functions/config/parse-config.js'
import { fences } from '../docs/support/markdown.js'
import { type OidcIssuer, startOidcIssuer } from '../support/oidc-issuer.js'
import { testEnv } from '../support/test-env.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack
let issuer: OidcIssuer
const blocks = fences(await readFile(`${repository}/docs/api.md`, 'utf8'), 'sh')
const examples = await readExamples()
const variables: Record<string, string> = {}

interface Example {
  command: string
  answer: unknown
}

/** Each request of docs/api.md with the answer that stands below it. */
async function readExamples(): Promise<Example[]> {
  const text = await readFile(`${repository}/docs/api.md`, 'utf8')
  const pairs = text.matchAll(/^```sh\n([^`]*curl[^`]*)^```\n\n```json\n([^`]*)^```/gm)
  return [...pairs].map(([, command = '', answer = '']) => ({ command, answer: JSON.parse(answer) }))
}

beforeAll(async () => {
  issuer = await startOidcIssuer()
  const rules = [{ repository: 'acme/app', ref: 'refs/heads/main', role: 'deployer' }]
  stack = await startTestStack({
    env: { GITHUB_ACTIONS_LOGIN: JSON.stringify({ issuer: issuer.url, audience: 'hasura', rules }) },
  })
  Object.assign(variables, { API: stack.flow.endpoint, APP: stack.urls.app })
})

beforeEach(() => stack.reset())

afterAll(async () => {
  await stack?.close()
  await issuer.close()
})

/** Pastes an example into a shell; what it sets there stays set, and what it prints is returned. */
async function paste(part: string): Promise<{ actual: unknown; documented: unknown }> {
  const example = examples.find(({ command }) => command.includes(part))
  if (!example) throw new Error(`docs/api.md has no request with ${part}`)
  const keep = 'printf "\\n%s" "$CODE_VERIFIER"'
  const { stdout } = await promisify(execFile)('sh', ['-c', `${example.command}\n${keep}`], {
    env: { PATH: process.env['PATH'], ...variables },
  })
  const [answer = '', verifier = ''] = stdout.split('\n')
  variables['CODE_VERIFIER'] = verifier
  return { actual: JSON.parse(answer), documented: example.answer }
}

/** The same value with every text, number and boolean replaced by its kind. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf)
  if (typeof value !== 'object' || value === null) return value === null ? null : typeof value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shapeOf(field)]))
}

async function pasteAndCompare(part: string): Promise<unknown> {
  const { actual, documented } = await paste(part)
  expect(shapeOf(actual)).toEqual(shapeOf(documented))
  return actual
}

const sessionAnswer = z.object({ data: z.record(z.string(), z.record(z.string(), z.unknown())) })

async function tokensOf(part: string): Promise<Record<string, string>> {
  const { data } = sessionAnswer.parse(await pasteAndCompare(part))
  const [fields = {}] = Object.values(data)
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))
}

// They are written for a shell that Windows does not have.
describe.skipIf(process.platform === 'win32')('the requests of docs/api.md, pasted', () => {
  it('startLogin, login, refreshSession and logout answer as documented', async () => {
    const { url = '', state = '' } = await tokensOf('startLogin(')
    const codeVerifier = variables['CODE_VERIFIER'] ?? ''
    const returned = await approveLogin({ url, state, codeVerifier }, 'ada')
    Object.assign(variables, { CODE: returned.get('code'), STATE: returned.get('state') })
    variables['REFRESH_TOKEN'] = (await tokensOf('login(code'))['refreshToken'] ?? ''
    const refreshed = await tokensOf('refreshSession(')
    Object.assign(variables, {
      REFRESH_TOKEN: refreshed['refreshToken'],
      ACCESS_TOKEN: refreshed['accessToken'],
    })
    await pasteAndCompare('delete_sessions(')
    expect(await pasteAndCompare('logout(refreshToken')).toEqual({ data: { logout: { revoked: 1 } } })
    await signIn(stack.flow, 'ada')
    variables['ACCESS_TOKEN'] = (await signIn(stack.flow, 'ada')).accessToken
    expect(await pasteAndCompare('logout(everywhere')).toEqual({ data: { logout: { revoked: 2 } } })
  })

  it('the device flow answers as documented', async () => {
    const { userCode = '', verificationUri = '', deviceCode = '' } = await tokensOf('startDeviceLogin {')
    const body = new URLSearchParams({ user_code: userCode, pick: 'ben' })
    await fetch(verificationUri, { method: 'POST', body })
    variables['DEVICE_CODE'] = deviceCode
    expect(await tokensOf('loginWithDevice(')).toMatchObject({ login: 'ben' })
  })

  it('loginWithGithubActions answers as documented', async () => {
    variables['ID_TOKEN'] = await issuer.issue()
    expect(await tokensOf('loginWithGithubActions(')).toMatchObject({ role: 'deployer' })
  })

  it('the session and the sign-out of a browser answer as documented', async () => {
    variables['REFRESH_TOKEN'] = (await signIn(stack.flow, 'cleo')).refreshToken
    const session = z.looseObject({ user: z.looseObject({ email: z.unknown() }) })
    const { actual, documented } = await paste('/api/auth/session')
    const withoutEmail = (value: unknown) => {
      const { user, ...rest } = session.parse(value)
      return shapeOf({ ...rest, user: { ...user, email: 'may be null' } })
    }
    expect(withoutEmail(actual)).toEqual(withoutEmail(documented))
    expect(await pasteAndCompare('/api/auth/signout')).toEqual({
      url: `${stack.urls.app}/api/auth/signin`,
      revoked: 1,
    })
  })

  it('answer as documented by the other name of this machine, too', async () => {
    const own = { ...variables }
    Object.assign(variables, {
      API: stack.flow.endpoint.replace('127.0.0.1', 'localhost'),
      APP: stack.urls.app.replace('127.0.0.1', 'localhost'),
    })
    const { url = '', state = '' } = await tokensOf('startLogin(')
    const codeVerifier = variables['CODE_VERIFIER'] ?? ''
    const returned = await approveLogin({ url, state, codeVerifier }, 'ada')
    Object.assign(variables, { CODE: returned.get('code'), STATE: returned.get('state') })
    variables['REFRESH_TOKEN'] = (await tokensOf('login(code'))['refreshToken'] ?? ''
    expect(await pasteAndCompare('/api/auth/signout')).toEqual({
      url: `${stack.urls.app}/api/auth/signin`,
      revoked: 1,
    })
    Object.assign(variables, own)
  })

  it('npm run login puts an access token where it is wanted', async () => {
    const command = `${blocks.find((block) => block.includes('npm run login')) ?? ''}printf %s "$TOKEN"`
    const env = { ...process.env, HASURA_GRAPHQL_ENDPOINT: stack.flow.endpoint }
    const shell = spawn('sh', ['-c', command], { cwd: repository, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let shown = ''
    for await (const text of shell.stderr.setEncoding('utf8')) {
      shown += String(text)
      const [, verificationUri, userCode] = /Open\s+(\S+)\s+Enter\s+(\S+)\n/.exec(shown) ?? []
      if (verificationUri === undefined || userCode === undefined) continue
      shown = ''
      const body = new URLSearchParams({ user_code: userCode, pick: 'ben' })
      await fetch(verificationUri, { method: 'POST', body })
    }
    const token = await readAll(shell.stdout)
    const request = { query: '{ users { login } }', token }
    expect(await requireGraphql(stack.flow.endpoint, request)).toEqual({ users: [{ login: 'ben' }] })
  })

  it('its variables are those that npm start has, and that the functions take', async () => {
    const set = async (part: string, print: string) => {
      const block = blocks.find((one) => one.includes(part)) ?? ''
      return (await promisify(execFile)('sh', ['-c', `${block}printf %s "${print}"`])).stdout
    }
    expect(await set('API=', '$API $APP')).toBe('http://127.0.0.1:8080/v1/graphql http://127.0.0.1:3000')
    const rules = await set('GITHUB_ACTIONS_LOGIN=', '$GITHUB_ACTIONS_LOGIN')
    expect(parseConfig(testEnv({ GITHUB_ACTIONS_LOGIN: rules })).ciLogin?.rules).toHaveLength(1)
  })

  it('are all tried here', () => {
    expect(examples).toHaveLength(11)
    expect(blocks).toHaveLength(11 + 3)
  })
})
