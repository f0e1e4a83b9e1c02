import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requireGraphql } from '../../dev/demo/graphql-client.js'
import { refresh, signIn } from '../../dev/demo/graphql-flow.js'
import { authMutation, refreshRefusal } from '../support/auth-mutation.js'
import { type HasuraFolder, hasuraFolder } from '../support/hasura-folder.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack
let folder: HasuraFolder

const sql = `
alter table public.users add column plan text, add column seats integer not null default 3;
create table public.memberships (
  user_id text not null references public.users (id) on delete cascade, organisation text not null,
  primary key (user_id, organisation)
);
create table public.documents (id integer primary key, organisation text not null, plan text not null);
insert into public.documents values (1, 'acme', 'pro'), (2, 'a,"b"\\c}', 'pro'), (3, 'other', 'pro'), (4, 'acme', 'free');
`

const CUSTOM_CLAIMS = JSON.stringify({
  fragment:
    'fragment Claims on users { plan seats memberships(order_by: { organisation: asc }) { organisation } }',
  claims: {
    'X-Hasura-Organisations': { path: 'memberships[].organisation', as: 'array' },
    'x-hasura-plan': { path: 'plan' },
    'x-hasura-seats': { path: 'seats' },
    'x-hasura-region': { path: 'region', default: 'eu' },
  },
})

beforeAll(async () => {
  folder = await hasuraFolder({
    sql,
    readableUserColumns: ['plan', 'seats'],
    userRelationships: [
      {
        name: 'memberships',
        using: {
          foreign_key_constraint_on: { column: 'user_id', table: { schema: 'public', name: 'memberships' } },
        },
      },
    ],
    tables: [
      {
        table: { schema: 'public', name: 'memberships' },
        select_permissions: [
          { role: 'auth_service', permission: { columns: ['organisation'], filter: {}, limit: 100 } },
        ],
      },
      {
        table: { schema: 'public', name: 'documents' },
        select_permissions: [
          {
            role: 'user',
            permission: {
              columns: ['id'],
              filter: {
                organisation: { _in: 'X-Hasura-Organisations' },
                plan: { _eq: 'X-Hasura-Plan' },
              },
              limit: 100,
            },
          },
        ],
      },
    ],
  })
  stack = await startTestStack({ env: { CUSTOM_CLAIMS }, stack: { hasura: folder.path } })
})

beforeEach(() => stack.reset())

afterAll(async () => {
  await stack?.close()
  await folder.remove()
})

const users = "('1001001', 'ada', 'https://avatars.example/1', 'pro')"

beforeEach(() =>
  stack.database.exec(
    `delete from users; insert into users (id, login, avatar_url, plan) values ${users};
     insert into memberships values ('1001001', 'acme')`,
  ),
)

function claimsOf(token: string): unknown {
  return decodeJwt(token)['https://hasura.io/jwt/claims']
}

async function documents(token: string): Promise<unknown> {
  const data = await requireGraphql(stack.flow.endpoint, {
    query: '{ documents(order_by: { id: asc }) { id } }',
    token,
  })
  return data['documents']
}

describe('custom claims', () => {
  it('S-CLAIM-02 are text and arrays of the database, and decide which rows a person sees', async () => {
    const { accessToken } = await signIn(stack.flow, 'ada')
    expect(claimsOf(accessToken)).toMatchObject({
      'x-hasura-organisations': '{"acme"}',
      'x-hasura-plan': 'pro',
      'x-hasura-seats': '3',
      'x-hasura-region': 'eu',
      'x-hasura-user-id': '1001001',
    })
    expect(await documents(accessToken)).toEqual([{ id: 1 }])
  })

  it('S-CLAIM-07 are read anew at every refresh', async () => {
    const { refreshToken } = await signIn(stack.flow, 'ada')
    await stack.database.exec("update users set plan = 'free'")
    const renewed = await refresh(stack.flow, refreshToken)
    expect(await documents(renewed.accessToken)).toEqual([{ id: 4 }])
  })

  it('S-CLAIM-02 keep every character of a value in an array', async () => {
    await stack.database.query('insert into memberships values ($1, $2)', ['1001001', 'a,"b"\\c}'])
    const { accessToken } = await signIn(stack.flow, 'ada')
    expect(await documents(accessToken)).toEqual([{ id: 1 }, { id: 2 }])
  })

  it('S-CLAIM-02 may be an empty array', async () => {
    await stack.database.exec('delete from memberships')
    const { accessToken } = await signIn(stack.flow, 'ada')
    expect(claimsOf(accessToken)).toMatchObject({ 'x-hasura-organisations': '{}' })
    expect(await documents(accessToken)).toEqual([])
  })

  it('S-CLAIM-04 give no token when a required one has no value, at sign-in and at refresh', async () => {
    await expect(signIn(stack.flow, 'ben')).rejects.toThrow('This service is not set up correctly.')
    const { refreshToken } = await signIn(stack.flow, 'ada')
    await stack.database.exec('update users set plan = null')
    expect(await refreshRefusal(stack.flow.endpoint, refreshToken)).toBe('misconfigured')
    expect(stack.lines.join('\n')).toContain('CUSTOM_CLAIMS: x-hasura-plan has no value and no default')
    await stack.database.exec(`update users set plan = 'free';
      update sessions set rotated_at = rotated_at - interval '1 hour'`)
    expect(await refresh(stack.flow, refreshToken)).toMatchObject({ login: 'ada' })
  })

  it('S-CLAIM-02 give no token when they are too long together', async () => {
    await stack.database.query('insert into memberships values ($1, $2)', ['1001001', 'x'.repeat(1100)])
    await expect(signIn(stack.flow, 'ada')).rejects.toThrow('This service is not set up correctly.')
  })

  it('S-CLAIM-04 refuses a reserved name in any letter case', async () => {
    const claims = { 'X-Hasura-USER-Id': { path: 'plan' } }
    const { url } = await stack.addHost({
      CUSTOM_CLAIMS: JSON.stringify({ fragment: 'fragment Claims on users { plan }', claims }),
    })
    expect((await fetch(`${url}/api/health`)).status).toBe(500)
    expect(stack.lines.join('\n')).toContain('CUSTOM_CLAIMS')
  })

  it('S-HASURA-06 are readable by nobody but the functions', async () => {
    const { accessToken } = await signIn(stack.flow, 'ada')
    const { code } = await authMutation(stack.flow.endpoint, 'memberships { organisation }', accessToken)
    expect(code).toBe('validation-failed')
    await expect(
      requireGraphql(stack.flow.endpoint, { query: '{ users { plan } }', token: accessToken }),
    ).rejects.toThrow("field 'plan' not found in type: 'users'")
  })
})
