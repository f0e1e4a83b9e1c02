import { expect, test } from 'vitest'
import { BrowserJar } from '../support/browser-jar.js'
import { fakeWorld } from '../support/fake-world.js'
import { keyPair } from '../support/key-pairs.js'
import { acceptSignIns, signIn } from '../support/sign-in-flow.js'
import { jwtSecretJson } from '../support/test-env.js'

const maxCookieBytes = 4096

test('S-COOKIE-06 every cookie fits with the longest names, many roles, full claims and an RSA key', async () => {
  const { privatePem, publicPem } = keyPair('RS256')
  const fragment = 'fragment Claims on users { plan }'
  const world = fakeWorld({
    HASURA_GRAPHQL_JWT_SECRET: jwtSecretJson({ type: 'RS256', key: publicPem }),
    JWT_PRIVATE_KEYS: privatePem,
    CUSTOM_CLAIMS: JSON.stringify({ fragment, claims: { 'x-hasura-plan': { path: 'plan' } } }),
  })
  const row = {
    login: 'x'.repeat(39),
    name: 'n'.repeat(255),
    email: `${'e'.repeat(64)}@${'d'.repeat(186)}.com`,
    avatar_url: `https://avatars.githubusercontent.com/u/${'9'.repeat(16)}?v=4`,
    user_roles: Array.from({ length: 10 }, (_, index) => ({ role: `role_number_${index}` })),
    plan: 'p'.repeat(740),
  }
  acceptSignIns(world, row)
  const response = await signIn(world, new BrowserJar(world))
  expect(response.status).toBe(303)
  for (const line of response.headers.getSetCookie()) {
    const pair = line.split(';')[0] ?? ''
    expect(pair.length, pair.slice(0, 24)).toBeLessThanOrEqual(maxCookieBytes)
  }
})
