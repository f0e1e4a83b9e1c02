import { parseEnv } from 'node:util'
import { createLocalJWKSet, type JSONWebKeySet } from 'jose'
import { jwtVerify } from 'jose/jwt/verify'
import { describe, expect, test } from 'vitest'
import { createEnvironment } from '../../../cli/keys/create-environment.js'
import { formatEnvironment } from '../../../cli/keys/format-environment.js'
import { rotateJwtKeys } from '../../../cli/keys/rotate-jwt-keys.js'
import { otherSecrets, rotateOtherSecret } from '../../../cli/keys/rotate-other-secret.js'
import { type JwtAlgorithm, jwtAlgorithms } from '../../../functions/config/jwt-algorithm.js'
import { parseConfig } from '../../../functions/config/parse-config.js'
import { createDeps } from '../../../functions/create-deps.js'
import { publishJwks } from '../../../functions/token/jwks.js'
import { mintToken } from '../../../functions/token/mint.js'
import { section, tableRows } from '../../docs/support/markdown.js'
import { readText } from '../../docs/support/repository.js'
import { jwtSecretJson, secret, testEnv } from '../../support/test-env.js'

const now = new Date('2026-03-01T12:00:00Z')
const authUrl = 'https://app.example'
const algorithms = Object.keys(jwtAlgorithms) as JwtAlgorithm[]
const fromElsewhere = ({ GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET, HASURA_GRAPHQL_ENDPOINT } = testEnv()) => ({
  GITHUB_CLIENT_ID,
  GITHUB_CLIENT_SECRET,
  HASURA_GRAPHQL_ENDPOINT,
})

describe('npm run keys', () => {
  test.each(algorithms.flatMap((algorithm) => [false, true].map((jwks) => ({ algorithm, jwks }))))(
    'makes an environment for %j that the functions take',
    ({ algorithm, jwks }) => {
      const { functions, hasura } = createEnvironment({ algorithm, authUrl, jwks }, now)
      const config = parseConfig({ ...functions, ...fromElsewhere() })
      expect(config.jwt.signingKey.algorithm).toBe(algorithm)
      expect(hasura['HASURA_GRAPHQL_JWT_SECRET']).toBe(functions['HASURA_GRAPHQL_JWT_SECRET'])
      expect(hasura['JWT_PRIVATE_KEYS']).toBeUndefined()
      expect(functions['HASURA_GRAPHQL_ADMIN_SECRET']).toBeUndefined()
    },
  )

  test('makes other secrets every time', () => {
    const make = () => createEnvironment({ algorithm: 'HS256', authUrl, jwks: false }, now)
    expect(make().functions['AUTH_SECRET']).not.toBe(make().functions['AUTH_SECRET'])
  })

  test('prints both sides, commands for Vercel and a list for Hasura Cloud', () => {
    const environments = createEnvironment({ algorithm: 'ES256', authUrl, jwks: true }, now)
    expect(formatEnvironment(environments, 'env')).toMatch(
      /# For the functions[\s\S]+JWT_PRIVATE_KEYS='[\s\S]+# For Hasura/,
    )
    const commands = formatEnvironment(environments, 'vercel').trim().split('\n')
    expect(commands).toHaveLength(Object.keys(environments.functions).length)
    expect(
      commands.every((line) => /^printf '%s' '[^']+' \| vercel env add \w+ production$/.test(line)),
    ).toBe(true)
    const list = JSON.parse(formatEnvironment(environments, 'hasura-cloud')) as {
      key: string
      value: string
    }[]
    expect(Object.fromEntries(list.map(({ key, value }) => [key, value]))).toEqual(environments.hasura)
  })
})

/** The two sides of what the format for pasting says, each as a file of variables is read. */
function readPrinted(text: string): [functions: NodeJS.Dict<string>, hasura: NodeJS.Dict<string>] {
  const [functions = '', hasura = ''] = text.split('# For Hasura')
  return [parseEnv(functions), parseEnv(hasura)]
}

describe('what npm run keys prints', () => {
  const addresses = [
    'https://app.example',
    'https://app.example/',
    ' https://app.example\n',
    'http://localhost:3000/',
  ]
  const wanted = addresses.flatMap((url) =>
    (['HS256', 'RS256', 'ES256'] as const).flatMap((algorithm) =>
      [false, true].map((jwks) => ({ url, algorithm, jwks })),
    ),
  )

  test.each(wanted)('is taken by the functions and by Hasura: %j', ({ url, algorithm, jwks }) => {
    const hasuraUrl = 'https://hasura.example/'
    const made = createEnvironment({ algorithm, authUrl: url, jwks, hasura: hasuraUrl }, now)
    const [functions, hasura] = readPrinted(formatEnvironment(made, 'env'))
    expect([functions, hasura]).toEqual([made.functions, made.hasura])
    const { GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET } = testEnv()
    const config = parseConfig({ ...functions, GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET })
    expect(config.hasuraEndpoint).toBe('https://hasura.example/v1/graphql')
    const { jwk_url: jwkUrl, issuer } = JSON.parse(hasura['HASURA_GRAPHQL_JWT_SECRET'] ?? '') as Record<
      string,
      string
    >
    expect([issuer, jwkUrl ?? `${config.authUrl}/.well-known/jwks.json`]).toEqual([
      config.authUrl,
      `${config.authUrl}/.well-known/jwks.json`,
    ])
    expect(hasura['HASURA_GRAPHQL_CORS_DOMAIN']).toBe(config.authUrl)
    expect(hasura['FUNCTIONS_URL']).toBe(config.authUrl)
  })

  test('lets Hasura reach the functions elsewhere than browsers do', () => {
    const addresses = { authUrl: 'https://app.example', functionsUrl: 'https://functions.example/' }
    const { functions, hasura } = createEnvironment({ ...addresses, algorithm: 'ES256', jwks: true }, now)
    expect([functions['AUTH_URL'], hasura['FUNCTIONS_URL']]).toEqual([
      'https://app.example',
      'https://functions.example',
    ])
    expect(JSON.parse(hasura['HASURA_GRAPHQL_JWT_SECRET'] ?? '')).toMatchObject({
      issuer: 'https://app.example',
      jwk_url: 'https://functions.example/.well-known/jwks.json',
    })
  })

  test.each(['app.example', 'http://app.example', 'https://app.example/auth', '"https://app.example"'])(
    'is nothing for --url %s, which the functions would refuse',
    (authUrl) => {
      expect(() => createEnvironment({ algorithm: 'HS256', authUrl, jwks: false }, now)).toThrow(/^--url /)
    },
  )

  test('sets or names everything that the table of README.md asks for', () => {
    const text = formatEnvironment(
      createEnvironment({ algorithm: 'HS256', authUrl, jwks: false }, now),
      'env',
    )
    const [functions = '', hasura = ''] = text.split('# For Hasura')
    const readme = readText('README.md').replace(/^ +\|/gm, '|')
    const rows = tableRows(readme).filter(([, , onHasura]) => /^(yes|no)/.test(onHasura ?? ''))
    const asked = rows.flatMap(([names, onVercel, onHasura]) =>
      [...(names ?? '').matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name = '']) => ({ name, onVercel, onHasura })),
    )
    expect(asked.length).toBeGreaterThan(8)
    for (const { name, onVercel, onHasura } of asked) {
      if (onVercel === 'yes') expect(functions).toMatch(new RegExp(`\\b${name}\\b`))
      if (onVercel === '**no**') expect(functions).not.toContain(name)
      if (onHasura?.startsWith('yes')) expect(hasura).toMatch(new RegExp(`\\b${name}\\b`))
    }
  })
})

describe('npm run keys -- rotate with a secret that others hold too', () => {
  test('knows every secret that the two sides have', () => {
    const { functions, hasura } = createEnvironment({ algorithm: 'ES256', authUrl, jwks: true }, now)
    const known = new Set<string>(['JWT_PRIVATE_KEYS', 'AUTH_SECRET', ...otherSecrets])
    const isSecret = (name: string) => /SECRET|PRIVATE_KEYS/.test(name)
    const rotated = tableRows(section(readText('SECURITY.md'), '## Replacing a secret'))
    const documented = rotated.flatMap(([cell]) => cell?.match(/[A-Z][A-Z_]+[A-Z]/g) ?? [])
    expect(documented.length).toBeGreaterThan(6)
    const secrets = [...Object.keys({ ...functions, ...hasura }), ...documented]
    expect(secrets.filter((name) => isSecret(name) && !known.has(name))).toEqual([])
  })

  test('prints settings that the functions take, and numbered steps', () => {
    const current = {
      GITHUB_WEBHOOK_SECRET: `${secret()}\n`,
      HASURA_GRAPHQL_JWT_SECRET: jwtSecretJson({ type: 'HS512', key: secret() + secret() }),
    }
    const given: Record<string, string | undefined> = { ...testEnv(), ...current }
    for (const name of [
      'GITHUB_WEBHOOK_SECRET',
      'GITHUB_CLIENT_SECRET',
      'HASURA_GRAPHQL_ADMIN_SECRET',
      'HASURA_GRAPHQL_JWT_SECRET',
    ] as const) {
      const text = rotateOtherSecret(name, given[name])
      const [settings = ''] = text.split(/^Step/m)
      const config = parseConfig(testEnv(parseEnv(settings)))
      expect(text).toMatch(/^Step 1 of (\d)[\s\S]+^Step \1 of \1/m)
      if (name === 'GITHUB_WEBHOOK_SECRET')
        expect(config.githubWebhookSecrets.slice(1)).toEqual([current.GITHUB_WEBHOOK_SECRET.trim()])
      if (name === 'HASURA_GRAPHQL_JWT_SECRET') {
        expect(config.jwt.signingKey.algorithm).toBe('HS512')
        expect(settings).not.toContain(JSON.parse(current.HASURA_GRAPHQL_JWT_SECRET).key)
      }
    }
  })

  test.each([
    ['GITHUB_WEBHOOK_SECRET', undefined, /^GITHUB_WEBHOOK_SECRET is not set/],
    ['GITHUB_WEBHOOK_SECRET', 'changeme', /^GITHUB_WEBHOOK_SECRET is a placeholder: .* make it anew/],
    ['HASURA_GRAPHQL_JWT_SECRET', undefined, /^HASURA_GRAPHQL_JWT_SECRET is not set/],
    ['HASURA_GRAPHQL_JWT_SECRET', '{"jwk_url":"https://app.example/jwks"}', /JWT_PRIVATE_KEYS$/],
  ] as const)('says what it needs for %s=%s', (name, current, message) => {
    expect(() => rotateOtherSecret(name, current)).toThrow(message)
  })
})

describe('npm run keys -- rotate', () => {
  const { functions } = createEnvironment({ algorithm: 'ES256', authUrl, jwks: true }, now)

  /** A deployment with these keys: a token that it mints now, and the set that Hasura would read from it. */
  async function deployment(privateKeys: string) {
    const config = parseConfig({ ...functions, ...fromElsewhere(), JWT_PRIVATE_KEYS: privateKeys })
    const { token } = mintToken(config.jwt, { subject: '1', hasuraClaims: {}, lifetimeSeconds: 900, now })
    const response = await publishJwks(new Request(authUrl), createDeps(config))
    return { token, jwks: (await response.json()) as JSONWebKeySet }
  }

  const verify = (token: string, jwks: JSONWebKeySet) =>
    jwtVerify(token, createLocalJWKSet(jwks), { currentDate: now, audience: 'hasura' })

  test('S-JWT-09 S-VERCEL-07 publishes, signs and retires, and no step refuses a token in use', async () => {
    let privateKeys = functions['JWT_PRIVATE_KEYS'] ?? ''
    const phases = [await deployment(privateKeys)]
    const names: string[] = []
    for (let round = 0; round < 3; round += 1) {
      const step = rotateJwtKeys({ privateKeys, accessTokenSeconds: 900, now })
      names.push(step.name)
      privateKeys = step.variables['JWT_PRIVATE_KEYS'] ?? ''
      phases.push(await deployment(privateKeys))
    }
    expect(names).toEqual(['publish', 'sign', 'retire'])
    const [before, published, signing, retired] = phases
    if (!before || !published || !signing || !retired) throw new Error('a phase is missing')
    // Between two steps Hasura may still have the older set, and people still have tokens of the older key.
    await verify(published.token, before.jwks)
    await verify(before.token, published.jwks)
    await verify(signing.token, published.jwks)
    await verify(published.token, signing.jwks)
    await verify(signing.token, retired.jwks)
    await expect(verify(before.token, retired.jwks)).rejects.toThrow('no applicable key')
  })

  test.each(['', 'junk', '{"keys":[]}', '-----BEGIN PRIVATE KEY-----'])(
    'explains what it needs instead of %j',
    (privateKeys) => {
      expect(() => rotateJwtKeys({ privateKeys, accessTokenSeconds: 900, now })).toThrow('JWK set')
    },
  )

  test.each(['ACTION_SECRET', 'EVENT_SECRET'] as const)(
    'S-HOOK-04 replaces %s with both values accepted meanwhile',
    (name) => {
      const old = secret()
      const text = rotateOtherSecret(name, old)
      const env = Object.fromEntries(
        [...text.matchAll(/^(\w+)=(\S+)$/gm)].map(([, key = '', value]) => [key, value]),
      )
      const config = parseConfig(testEnv(env))
      const accepted = {
        ACTION_SECRET: config.actionSecrets,
        EVENT_SECRET: config.eventSecrets,
      }
      expect(accepted[name]).toEqual([env[name], old])
      expect(text).toMatch(/Step 1 of/)
    },
  )
})
