import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { parseConfig } from '../../../functions/config/parse-config.js'
import { createSealer } from '../../../functions/seal/sealer.js'
import { createRefreshTokens } from '../../../functions/token/refresh-token.js'
import { jwtSecretJson, secret, testEnv } from '../../support/test-env.js'

const around = ['\n', '\r\n', ' ', '\t', '\u00a0', '\ufeff']
const everything = {
  ...testEnv(),
  GITHUB_WEBHOOK_SECRET: secret(),
  GITHUB_CLIENT_TYPE: 'oauth-app',
  GITHUB_ALLOWED_ORGS: 'acme',
  GITHUB_ROLE_MAP: '{"acme":"user"}',
  SIGN_UP: 'closed',
  ACCESS_TOKEN_SECONDS: '600',
  SESSION_MAX_DAYS: '40',
  HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'nobody',
  ALLOWED_REDIRECTS: 'https://one.example,https://two.example',
}

/** All that follows from the environment but what remembers how it was written. */
function meaningOf(env: Record<string, string | undefined>) {
  const { secrets: _secrets, authSecrets, githubWebhookSecrets, ...rest } = parseConfig(env)
  return { ...rest, signs: authSecrets[0], checks: githubWebhookSecrets[0] }
}

describe('parseConfig()', () => {
  test.each(around)('S-CONF-07 takes every variable with %j around it as if it were not there', (space) => {
    const spaced = Object.fromEntries(
      Object.entries(everything).map(([name, value]) => [name, `${space}${value}${space}`]),
    )
    expect(meaningOf(spaced)).toEqual(meaningOf(everything))
  })

  test('S-CONF-07 S-LOG-01 gives the log every secret as it was given and as it is used', () => {
    const key = secret()
    const env = testEnv({ HASURA_GRAPHQL_JWT_SECRET: `${jwtSecretJson({ key })}\n` })
    const names = ['AUTH_SECRET', 'ACTION_SECRET', 'EVENT_SECRET', 'GITHUB_CLIENT_SECRET']
    const raw = Object.fromEntries(names.map((name) => [name, `${env[name]}\r\n`]))
    const used = names.map((name) => env[name])
    const { secrets, github } = parseConfig({ ...env, ...raw })
    expect(secrets).toEqual(expect.arrayContaining([...used, ...Object.values(raw), key]))
    expect(secrets).toContain(github.clientSecret)
  })

  test.each([
    (json: string) => json.replaceAll('/', '\\/'),
    (json: string) => json.replace('aB3', '\\u0061B3'),
    (json: string) => json,
  ])('S-CONF-07 S-LOG-01 gives the log the key of tokens however JSON writes it: %#', (write) => {
    const key = `aB3/${secret()}"/${secret()}`
    const { secrets, jwt } = parseConfig(
      testEnv({ HASURA_GRAPHQL_JWT_SECRET: write(jwtSecretJson({ key })) }),
    )
    expect(jwt.signingKey.key.export().toString()).toBe(key)
    expect(secrets).toContain(key)
  })

  test.each(['AUTH_SECRET', 'AUTH_SECRET_PREVIOUS'])(
    'S-CONF-07 opens and takes what %s made when its line end counted',
    async (name) => {
      const raw = `${secret()}\n`
      const { authSecrets } = parseConfig(testEnv({ [name]: raw }))
      const now = () => new Date('2026-03-01T12:00:00Z')
      const shape = z.object({ text: z.string() })
      const sealed = await createSealer([raw], now).seal('github-token', { text: 'hello' })
      expect(await createSealer(authSecrets, now).open('github-token', shape, sealed)).toEqual({
        text: 'hello',
      })
      const position = { sessionId: '0b8f2c1e-0d0c-4a4e-9b6c-0123456789ab', generation: 3 }
      const token = createRefreshTokens([raw]).mint(position)
      expect(createRefreshTokens(authSecrets).read(token)).toMatchObject(position)
    },
  )

  test('S-CONF-07 signs with AUTH_SECRET as it is without its line end', () => {
    const current = secret()
    expect(parseConfig(testEnv({ AUTH_SECRET: `${current}\n` })).authSecrets).toEqual([
      current,
      `${current}\n`,
    ])
  })

  test('S-CONF-07 takes AUTH_SECRET in quotes as the former one of itself', () => {
    const current = secret()
    const env = { AUTH_SECRET: current, AUTH_SECRET_PREVIOUS: `"${current}"` }
    expect(parseConfig(testEnv(env)).authSecrets).toEqual([current, `"${current}"`])
  })

  test.each(['ACTION_SECRET', 'EVENT_SECRET', 'AUTH_SECRET'])(
    'S-CONF-07 takes %s with a quote at one end as the former one of itself',
    (name) => {
      const current = secret()
      for (const former of [`'${current}`, `${current}"`])
        expect(parseConfig(testEnv({ [name]: current, [`${name}_PREVIOUS`]: former })).secrets).toContain(
          former,
        )
    },
  )

  test('S-CONF-07 takes AUTH_SECRET with its name before it as the former one of itself', () => {
    const current = secret()
    const env = { AUTH_SECRET: current, AUTH_SECRET_PREVIOUS: `AUTH_SECRET=${current}` }
    expect(parseConfig(testEnv(env)).authSecrets).toEqual([current, `AUTH_SECRET=${current}`])
  })

  test('S-CONF-07 takes a former AUTH_SECRET of two lines, as openssl prints it', () => {
    const former = `${secret()}\n${secret()}`
    const { authSecrets } = parseConfig(testEnv({ AUTH_SECRET_PREVIOUS: `${former}\n` }))
    expect(authSecrets.slice(1)).toEqual([former, `${former}\n`])
  })

  test('S-CONF-07 takes PEM with line breaks or with \\n, and JSON over several lines', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const key = publicKey.export({ type: 'spki', format: 'pem' })
    const json: unknown = JSON.parse(jwtSecretJson({ type: 'ES256', key }))
    for (const keys of [pem, `\n${pem}\n`, pem.replaceAll('\n', '\r\n'), pem.replaceAll('\n', '\\n')]) {
      const env = { HASURA_GRAPHQL_JWT_SECRET: JSON.stringify(json, undefined, '\t'), JWT_PRIVATE_KEYS: keys }
      expect(parseConfig(testEnv(env)).jwt.signingKey.algorithm).toBe('ES256')
    }
  })

  test('S-CONF-07 takes lists over several lines', () => {
    const env = testEnv({ ALLOWED_REDIRECTS: 'https://one.example\n\thttps://two.example\r\n' })
    expect(parseConfig(env).allowedRedirects).toEqual(['https://one.example', 'https://two.example'])
  })
})
