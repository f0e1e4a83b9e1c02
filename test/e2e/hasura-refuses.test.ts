import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createBrowser, signInWith } from '../../dev/demo/browser.js'
import { approveAs } from '../../dev/github/approve-as.js'
import { secret } from '../support/test-env.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack

beforeAll(async () => {
  stack = await startTestStack({
    stack: {
      adjust: (usual) => ({ ...usual, engine: { ...usual.engine, HASURA_GRAPHQL_DEV_MODE: 'true' } }),
    },
  })
})
beforeEach(() => stack.reset())
afterAll(() => stack?.close())

/** Signs in through functions of which something is different; gives the status, and what the log says of it. */
async function refusedSignIn(
  env: Readonly<Record<string, string>>,
  person = 'ada',
): Promise<[number, string]> {
  const { url } = await stack.addHost({ AUTH_URL: stack.urls.app, ...env })
  const browser = createBrowser()
  stack.lines.length = 0
  const first = await browser.navigate(`${url}/api/auth/signin/github?canonical=1`)
  const callback = new URL(await approveAs(first.headers.get('location') ?? '', person))
  const { status } = await browser.navigate(`${url}${callback.pathname}${callback.search}`)
  return [status, stack.lines.join('\n')]
}

const jwt = () => JSON.parse(stack.environment.functions['HASURA_GRAPHQL_JWT_SECRET'] ?? '{}') as object

describe('the log names why Hasura refuses', () => {
  it.each<[string, object]>([
    ['signature or algorithm: key', { key: `kkkk${secret()}` }],
    ['signature or algorithm: key', { type: 'HS512', key: `kkkk${secret()}${secret()}` }],
    ['issuer: ', { issuer: 'somebody-else' }],
    ['audience: ', { audience: 'somebody-else' }],
    ['namespace: ', { claims_namespace: 'https://example.org/claims' }],
  ])('%s', async (named, changes) => {
    const agreement = JSON.stringify({ ...jwt(), ...changes })
    const [status, log] = await refusedSignIn({ HASURA_GRAPHQL_JWT_SECRET: agreement })
    expect(status).toBe(500)
    expect(log).toContain(named)
    expect(log).not.toMatch(/somebody-else|kkkk/)
  })

  it('a field that CUSTOM_CLAIMS asks for', async () => {
    const claims = { fragment: 'fragment C on users { plan }', claims: { 'x-hasura-plan': { path: 'plan' } } }
    const [status, log] = await refusedSignIn({ CUSTOM_CLAIMS: JSON.stringify(claims) })
    expect([status, log]).toEqual([500, expect.stringContaining('CUSTOM_CLAIMS asks for plan of users')])
  })

  it('a role of GITHUB_ROLE_MAP, by its name', async () => {
    const [status, log] = await refusedSignIn({
      GITHUB_SCOPES: 'user:email read:org',
      GITHUB_ROLE_MAP: '{"acme":"nosuchrole","acme/core":"user"}',
    })
    expect(status).toBe(500)
    expect(log).toMatch(/GITHUB_ROLE_MAP gives a role that the table roles does not have: nosuchrole"/)
  })

  it.each([
    [
      500,
      /a trigger of your own raises an exception/,
      `create function own() returns trigger language plpgsql as $$ begin raise exception 'not for %', new.login; end $$;
       create trigger own before insert on users for each row execute function own()`,
      'drop trigger own on users; drop function own()',
    ],
    [
      500,
      /own column tenant of users/,
      'alter table users add column tenant text; update users set tenant = 1; alter table users alter tenant set not null',
      'alter table users drop column tenant',
    ],
    [
      503,
      /Postgres is full/,
      `create function own() returns trigger language plpgsql as $$ begin raise 'full' using errcode = '53100'; end $$;
       create trigger own before insert on sessions for each row execute function own()`,
      'drop trigger own on sessions; drop function own()',
    ],
    [
      503,
      /Postgres is read-only/,
      `create function own() returns trigger language plpgsql as $$ begin raise 'no' using errcode = '25006'; end $$;
       create trigger own before insert on sessions for each row execute function own()`,
      'drop trigger own on sessions; drop function own()',
    ],
    [
      500,
      /the trigger users_grant_default_role is missing/,
      'alter table users disable trigger users_grant_default_role',
      'alter table users enable trigger users_grant_default_role',
    ],
  ])('%i: %s', async (status, named, plant, remove) => {
    await stack.database.exec(plant)
    try {
      stack.lines.length = 0
      const response = await signInWith(createBrowser(), stack.urls.app, 'ada')
      expect(response.status).toBe(status)
      expect(await response.text()).not.toContain('does not answer')
      expect(stack.lines.join('\n')).toMatch(named)
      expect(stack.lines.filter((line) => line.includes('request-failed')).join()).not.toContain(
        'not for ada',
      )
    } finally {
      await stack.database.exec(remove)
    }
  })
})
