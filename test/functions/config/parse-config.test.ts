import { describe, expect, test } from 'vitest'
import { ConfigError, parseConfig } from '../../../functions/config/parse-config.js'
import { parseUrl } from '../../../functions/config/url.js'
import { keyIdOf } from '../../../functions/seal/key-ring.js'
import { jwtSecretJson, secret, testEnv } from '../../support/test-env.js'

function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    parseConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

const required = [
  'AUTH_URL',
  'AUTH_SECRET',
  'GITHUB_CLIENT_ID',
  'GITHUB_CLIENT_SECRET',
  'HASURA_GRAPHQL_ENDPOINT',
  'HASURA_GRAPHQL_JWT_SECRET',
  'ACTION_SECRET',
  'EVENT_SECRET',
]

describe('parseConfig()', () => {
  test('gives lifetimes in seconds and defaults for what is optional', () => {
    const config = parseConfig(testEnv())
    expect(config).toMatchObject({
      authUrl: 'https://app.example',
      accessTokenSeconds: 900,
      sessionIdleSeconds: 30 * 86_400,
      sessionMaxSeconds: 180 * 86_400,
      signUp: 'open',
      allowedRedirects: [],
    })
    expect(config.github).toMatchObject({ baseUrl: 'https://github.com', scopes: ['user:email'] })
  })

  test('S-CONF-01 names every missing variable in one message', () => {
    expect(problemsOf({})).toEqual(required.map((name) => `${name} is missing`))
  })

  for (const name of required) {
    for (const value of [undefined, '', '  ', 'changeme']) {
      test(`S-CONF-01 refuses ${name} as ${JSON.stringify(value)}`, () => {
        expect(
          problemsOf(testEnv({ [name]: value })).filter((problem) => problem.startsWith(name)),
        ).not.toEqual([])
      })
    }
  }

  test('S-CONF-01 refuses no random value that holds a short word by chance', () => {
    for (const word of [
      'todo',
      'your-',
      'YOUR_',
      '<x>',
      '...',
      '$(x)',
      `$\{x}`,
      '{{x}}',
      '$X',
      '=',
      'node',
    ]) {
      const value = `${secret().slice(0, 20)}${word}${secret().slice(0, 30)}`
      expect(problemsOf(testEnv({ EVENT_SECRET: value }))).toEqual([])
    }
  })

  test('S-CONF-01 S-LOG-01 never repeats a value', () => {
    const weak = 'weak-canary-value'
    const message = new ConfigError(problemsOf(testEnv({ AUTH_SECRET: weak, AUTH_URL: weak }))).message
    expect(message).toContain('AUTH_SECRET')
    expect(message).not.toContain(weak)
  })

  test.each(['15m', '', '1e3', '-1', '0', '119', '299', '3601', '900.5', 'Infinity'])(
    'S-CONF-02 refuses ACCESS_TOKEN_SECONDS=%j',
    (value) => {
      expect(problemsOf(testEnv({ ACCESS_TOKEN_SECONDS: value }))).toHaveLength(1)
    },
  )

  test('S-CONF-02 refuses lists of secrets that are weak, shared or accepted and retired at once', () => {
    const [current, shared] = [secret(), secret()]
    const env = { AUTH_SECRET: current, ACTION_SECRET: shared }
    const problems = (lists: Record<string, string>) => problemsOf(testEnv({ ...env, ...lists }))
    expect(problems({ AUTH_SECRETS_ACCEPTED: `${current} short` })).toHaveLength(1)
    expect(problems({ AUTH_SECRETS_ACCEPTED: shared })).toEqual(['AUTH_SECRETS_ACCEPTED holds ACTION_SECRET'])
    expect(problems({ AUTH_SECRETS_RETIRED: current })).toHaveLength(1)
    expect(problems({ AUTH_SECRETS_RETIRED: keyIdOf(current) })).toEqual([
      `AUTH_SECRETS_RETIRED lists ${keyIdOf(current)}, whose secret is in use`,
    ])
    const listed = parseConfig(testEnv({ ...env, AUTH_SECRETS_ACCEPTED: `${secret()},${current}` }))
    expect(listed.authSecrets[0]).toBe(current)
    expect(listed.authSecrets).toHaveLength(2)
    expect(listed.secrets).toEqual(expect.arrayContaining([...listed.authSecrets]))
  })

  test.each(['admin:org', 'write:org', 'read:org'])('takes %s where memberships are asked for', (scope) => {
    const env = testEnv({ GITHUB_SCOPES: `user:email ${scope}`, GITHUB_ALLOWED_ORGS: 'acme' })
    expect(parseConfig(env).github.scopes).toContain(scope)
  })

  test('S-CONF-02 takes 300 and 3600 seconds as the edges', () => {
    expect(parseConfig(testEnv({ ACCESS_TOKEN_SECONDS: '300' })).accessTokenSeconds).toBe(300)
    expect(parseConfig(testEnv({ ACCESS_TOKEN_SECONDS: '3600' })).accessTokenSeconds).toBe(3600)
  })

  test.each([
    'javascript:alert(1)',
    'http://app.example',
    'https://user:pass@app.example',
    'https://app.example/path',
    'https://app.example/?a=b',
    'https://app.example/#x',
    'app.example',
  ])('S-CONF-03 refuses AUTH_URL=%j', (value) => {
    expect(problemsOf(testEnv({ AUTH_URL: value }))).toHaveLength(1)
  })

  test.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])(
    'S-CONF-03 takes %j, where http is private',
    (value) => {
      expect(parseConfig(testEnv({ AUTH_URL: value })).authUrl).toBe(value)
    },
  )

  test.each([
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['https://APP.example:443/', 'https://app.example'],
    ['https://app', 'https://app'],
    ['https://10.0.0.7:8443', 'https://10.0.0.7:8443'],
    ['https://[2001:db8::1]', 'https://[2001:db8::1]'],
    ['https://null.example', 'https://null.example'],
  ])('S-CONF-03 takes %j as %s', (value, authUrl) => {
    expect(parseConfig(testEnv({ AUTH_URL: value })).authUrl).toBe(authUrl)
  })

  test('S-CONF-03 takes a host with an umlaut, however often hosts were read before', () => {
    for (let calls = 0; calls < 300_000; calls += 1) parseUrl('https://app.example')
    expect(parseUrl('https://bücher.example')?.host).toBe('xn--bcher-kva.example')
  })

  test.each(['AUTH_SECERT', 'JWT_ISUER', 'SIGN_UPS', 'GITHUB_CLIENT_SECERT', 'SESSION_IDLE_HOURS'])(
    'S-CONF-04 reports the unknown variable %s',
    (name) => {
      expect(problemsOf(testEnv({ [name]: 'x' }))).toEqual([expect.stringContaining(name)])
    },
  )

  test('S-CONF-04 leaves the variables of CI, Vercel and Hasura alone', () => {
    const others = {
      GITHUB_SHA: 'x',
      GITHUB_TOKEN: 'x',
      VERCEL_URL: 'x',
      HASURA_GRAPHQL_ADMIN_SECRET: 'x',
      PATH: '/',
    }
    expect(problemsOf(testEnv(others))).toEqual([])
  })

  test.each(['ALLOWED_REDIRECTS', 'PREVIEW_ORIGINS'])('warns of this machine in %s in production', (name) => {
    const warnings = (VERCEL_ENV: string, list: string) =>
      parseConfig(testEnv({ VERCEL_ENV, [name]: list })).warnings
    for (const address of ['http://localhost:3000', 'https://app.localhost', 'https://127.0.0.2'])
      expect(warnings('production', `https://a.example ${address}`)).toEqual([
        expect.stringMatching(`^${name} lists an address of the machine`),
      ])
    expect(warnings('production', 'https://a.example https://localhost.example')).toEqual([])
    expect(warnings('preview', 'http://localhost:3000')).toEqual([])
  })

  test('S-HOOK-04 refuses one secret for two purposes', () => {
    const shared = secret()
    expect(problemsOf(testEnv({ ACTION_SECRET: shared, EVENT_SECRET: shared }))).toEqual([
      'EVENT_SECRET equals ACTION_SECRET',
    ])
  })

  test('S-HOOK-04 accepts two values of a secret while it is replaced', () => {
    const [current, previous] = [secret(), secret()]
    const config = parseConfig(testEnv({ ACTION_SECRET: current, ACTION_SECRET_PREVIOUS: previous }))
    expect(config.actionSecrets).toEqual([current, previous])
  })

  test.each([
    ['31 bytes', { key: secret().slice(0, 31) }],
    ['a repeated character', { key: 'a'.repeat(64) }],
    ['a placeholder', { key: 'change-me-please-change-me-please-123' }],
    ['HS512 with 32 bytes', { type: 'HS512' }],
    ['PS256', { type: 'PS256' }],
    ['no key', { key: undefined }],
  ])('S-JWT-02 S-CVE-26 refuses a JWT secret with %s', (_name, overrides) => {
    expect(problemsOf(testEnv({ HASURA_GRAPHQL_JWT_SECRET: jwtSecretJson(overrides) }))).not.toEqual([])
  })

  test.each([
    ['no audience', { audience: undefined }],
    ['an empty audience', { audience: '' }],
    ['no issuer', { issuer: undefined }],
    ['an issuer of spaces', { issuer: '  ' }],
  ])('S-JWT-04 refuses a JWT secret with %s', (_name, overrides) => {
    const [problem] = problemsOf(testEnv({ HASURA_GRAPHQL_JWT_SECRET: jwtSecretJson(overrides) }))
    expect(problem).toMatch(/HASURA_GRAPHQL_JWT_SECRET (issuer|audience)/)
  })

  test('S-JWT-10 refuses a clock tolerance over 60 seconds', () => {
    expect(
      problemsOf(testEnv({ HASURA_GRAPHQL_JWT_SECRET: jwtSecretJson({ allowed_skew: 61 }) })),
    ).not.toEqual([])
    expect(problemsOf(testEnv({ HASURA_GRAPHQL_JWT_SECRET: jwtSecretJson({ allowed_skew: 60 }) }))).toEqual(
      [],
    )
  })

  test('S-HASURA-14 refuses a JWT secret that lets Hasura read cookies', () => {
    const header = { type: 'Cookie', name: 'token' }
    expect(problemsOf(testEnv({ HASURA_GRAPHQL_JWT_SECRET: jwtSecretJson({ header }) }))).not.toEqual([])
  })
})
