import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { HS256_KEY, NAMESPACE, sign } from '../auth/support.js'
import { openSocket } from '../subscriptions/support.js'
import { startWebhookServer, type WebhookServer } from '../support/webhook-server.js'
import { openProject } from './open-project.js'

const PARTNER_KEY = 'p'.repeat(32)
const JWT_SECRETS = JSON.stringify([
  { type: 'HS256', key: HS256_KEY, issuer: 'staff' },
  {
    type: 'HS256',
    key: PARTNER_KEY,
    issuer: 'partners',
    claims_map: {
      'x-hasura-allowed-roles': ['partner'],
      'x-hasura-default-role': 'partner',
      'x-hasura-partner-id': { path: '$.partner.id' },
    },
  },
])

/** The CRM's own service: its Actions, its event handler, and in the second start its auth hook. */
let service: WebhookServer
beforeAll(async () => {
  service = await startWebhookServer()
})
afterAll(() => service.close())
beforeEach(() => {
  service.requests.length = 0
  service.reply = () => ({ body: {} })
})

async function openCrm(env: Record<string, string>) {
  const crm = await openProject('crm', {
    env: { CRM_SERVICE_URL: service.url, CRM_SERVICE_KEY: 'service-key', ...env },
  })
  const run = async (
    name: string,
    headers: Record<string, string>,
    variables: Record<string, unknown> = {},
  ) => (await crm.graphql(await crm.operation(name), { headers, variables })).body
  return { ...crm, run }
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const asStaff = async (role: string, id: string) =>
  bearer(
    await sign({
      iss: 'staff',
      [NAMESPACE]: {
        'x-hasura-allowed-roles': [role],
        'x-hasura-default-role': role,
        'x-hasura-user-id': id,
      },
    }),
  )
const asPartner = async (claims: object) =>
  bearer(await sign({ iss: 'partners', ...claims }, new TextEncoder().encode(PARTNER_KEY)))
const received = (path: string) => service.requests.filter((request) => request.path === path)

describe('the CRM, with tokens of two issuers', () => {
  let crm: Awaited<ReturnType<typeof openCrm>>
  beforeAll(async () => {
    crm = await openCrm({ HASURA_GRAPHQL_JWT_SECRETS: JWT_SECRETS })
  })
  afterAll(() => crm.close())

  test('shows a sales desk the pipeline of its own accounts', async () => {
    expect(crm.messages).toEqual([])
    expect(await crm.run('pipeline', await asStaff('sales', 'sales-1'))).toEqual({
      data: {
        deals: [
          {
            id: 1,
            title: 'Saw blades',
            amount: 1200.5,
            stage: 'open',
            account: { name: 'North Mill' },
            contact: { title: 'Purchasing' },
          },
          {
            id: 2,
            title: 'Conveyor',
            amount: 8000,
            stage: 'quoted',
            account: { name: 'North Mill' },
            contact: null,
          },
        ],
        deals_aggregate: { aggregate: { count: 2, sum: { amount: 9200.5 } } },
      },
    })
  })

  test('shows an account manager what either role shows, cell by cell', async () => {
    const manager = await asStaff('account_manager', 'sales-1')
    expect(await crm.run('account-list', manager)).toMatchObject({
      data: { accounts: [{ name: 'North Mill' }, { name: 'South Yard' }] },
    })
    const own = await crm.run('account-page', manager, { id: 1 })
    expect(own).toMatchObject({
      data: { accounts_by_pk: { credit_limit: 5000, contacts: [{ phone: '+00 1' }] } },
    })
    expect(await crm.run('account-page', manager, { id: 2 })).toEqual({
      data: {
        accounts_by_pk: {
          name: 'South Yard',
          credit_limit: null,
          contacts: [{ title: 'Front office', email: 'office@south-yard.example', phone: null }],
          activities: [
            { kind: 'visit', note: 'Measured the yard', author: { display_name: 'Sales desk 2' } },
          ],
        },
      },
    })
  })

  test('takes the inherited role’s writing from both', async () => {
    const manager = await asStaff('account_manager', 'sales-1')
    expect(await crm.run('new-account', manager, { name: 'East Dock' })).toEqual({
      data: {
        insert_accounts_one: {
          name: 'East Dock',
          owner_id: 'sales-1',
          contacts: [{ title: 'Front desk' }],
        },
      },
    })
    expect(await crm.run('note', manager, { account: 2, note: 'Called back' })).toEqual({
      data: { insert_activities_one: { author_id: 'sales-1', note: 'Called back' } },
    })
  })

  test('shows support no deals', async () => {
    const support = await asStaff('support', 'support-1')
    expect(await crm.run('pipeline', support)).toMatchObject({
      errors: [{ extensions: { code: 'validation-failed' } }],
    })
  })

  test('shows a partner its accounts’ deals, by the claims of the other issuer', async () => {
    const [north, none] = [{ partner: { id: 'partner-1' } }, { partner: { id: 'partner-2' } }]
    expect(await crm.run('partner-deals', await asPartner(north))).toEqual({
      data: {
        deals: [
          { title: 'Saw blades', stage: 'open', account: { name: 'North Mill' } },
          { title: 'Conveyor', stage: 'quoted', account: { name: 'North Mill' } },
        ],
      },
    })
    expect(await crm.run('partner-deals', await asPartner(none))).toEqual({ data: { deals: [] } })
    expect(await crm.run('partner-deals', await asPartner({}))).toEqual({
      errors: [
        {
          message: 'JWT claim from claims_map, "x-hasura-partner-id" not found',
          extensions: { path: '$', code: 'jwt-invalid-claims' },
        },
      ],
    })
  })

  test('refuses tokens of a third issuer, and those without one', async () => {
    const claims = { 'x-hasura-allowed-roles': ['sales'], 'x-hasura-default-role': 'sales' }
    expect(await crm.run('pipeline', bearer(await sign({ iss: 'them', [NAMESPACE]: claims })))).toMatchObject(
      {
        errors: [{ message: 'Could not verify JWT: JWTNotInIssuer' }],
      },
    )
    expect(await crm.run('pipeline', bearer(await sign({ [NAMESPACE]: claims })))).toMatchObject({
      errors: [{ message: 'Could not verify JWT: Multiple JWTs found' }],
    })
  })

  test('tells its service of a deal that moved, and lets closed ones be', async () => {
    const sales = await asStaff('sales', 'sales-2')
    const own = await asStaff('sales', 'sales-1')
    expect(await crm.run('move-deal', own, { id: 2, stage: 'won' })).toEqual({
      data: { update_deals_by_pk: { id: 2, stage: 'won' } },
    })
    await vi.waitFor(() => expect(received('/deal-stage-changed')).toHaveLength(1), { timeout: 10_000 })
    expect(received('/deal-stage-changed')).toMatchObject([
      {
        headers: { 'x-service-key': 'service-key' },
        json: {
          event: {
            op: 'UPDATE',
            data: { old: { stage: 'quoted' }, new: { stage: 'won' } },
            session_variables: { 'x-hasura-role': 'sales', 'x-hasura-user-id': 'sales-1' },
          },
        },
      },
    ])
    expect(await crm.run('move-deal', own, { id: 2, stage: 'open' })).toEqual({
      data: { update_deals_by_pk: null },
    })
    expect(await crm.run('move-deal', sales, { id: 1, stage: 'lost' })).toEqual({
      data: { update_deals_by_pk: null },
    })
  })

  test('asks its service for a score and a quote, and joins the deal', async () => {
    service.reply = ({ path }) =>
      path === '/score-deal'
        ? { body: { dealId: 1, score: 0.75 } }
        : { body: { dealId: 1, reference: 'Q-1' } }
    const sales = await asStaff('sales', 'sales-1')
    expect(await crm.run('score', sales, { id: 1 })).toEqual({
      data: { scoreDeal: { score: 0.75, deal: { title: 'Saw blades' } } },
    })
    const quote = { dealId: 1, channel: 'MAIL' }
    expect(await crm.run('send-quote', sales, { quote })).toEqual({
      data: { sendQuote: { reference: 'Q-1', deal: { stage: 'open' } } },
    })
    expect(received('/send-quote')).toMatchObject([
      { headers: { ...sales, 'x-service-key': 'service-key' }, json: { input: { quote } } },
    ])
  })

  test('hands on what its service refuses', async () => {
    service.reply = () => ({
      status: 400,
      body: { message: 'no such deal', extensions: { code: 'no-deal' } },
    })
    expect(await crm.run('score', await asStaff('sales', 'sales-1'), { id: 9 })).toEqual({
      errors: [{ message: 'no such deal', extensions: { code: 'no-deal' } }],
    })
  })
})

describe('the CRM, with an auth hook', () => {
  let crm: Awaited<ReturnType<typeof openCrm>>
  beforeAll(async () => {
    crm = await openCrm({
      HASURA_GRAPHQL_AUTH_HOOK: `${service.url}/who`,
      HASURA_GRAPHQL_AUTH_HOOK_MODE: 'POST',
      HASURA_GRAPHQL_UNAUTHORIZED_ROLE: '',
    })
  })
  afterAll(() => crm.close())

  const sales = { 'X-Hasura-Role': 'sales', 'X-Hasura-User-Id': 'sales-2' }

  test('asks it who somebody is, with the whole request, and keeps its cookies', async () => {
    service.reply = () => ({ headers: { 'set-cookie': 'seen=1; Path=/' }, body: sales })
    const query = await crm.operation('account-list')
    const response = await crm.request('/v1/graphql', {
      method: 'POST',
      headers: { Authorization: 'Bearer of-the-shop' },
      body: JSON.stringify({ query, operationName: 'AccountList' }),
    })
    expect(await response.json()).toMatchObject({ data: { accounts: [{ name: 'South Yard' }] } })
    expect(response.headers.get('set-cookie')).toBe('seen=1; Path=/')
    expect(received('/who')).toMatchObject([
      {
        method: 'POST',
        json: {
          headers: { authorization: 'Bearer of-the-shop' },
          request: { query, operationName: 'AccountList' },
        },
      },
    ])
  })

  test('asks even about what is no request, and then says so', async () => {
    service.reply = () => ({ body: sales })
    const response = await crm.request('/v1/graphql', { method: 'POST', body: '{' })
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'invalid-json' } }] })
    expect(received('/who')).toMatchObject([{ json: { request: null } }])
  })

  test('lets nobody in whom it does not know', async () => {
    service.reply = () => ({ status: 401 })
    const answer = await crm.request('/v1/metadata', { method: 'POST', body: '{}' })
    expect(answer.status).toBe(401)
    expect(await answer.json()).toEqual({
      path: '$',
      error: 'Authentication hook unauthorized this request',
      code: 'access-denied',
    })
    expect(await crm.run('account-list', {})).toMatchObject({
      errors: [{ message: 'Authentication hook unauthorized this request' }],
    })
  })

  test('ends a socket when it said that it should', async () => {
    service.reply = () => ({ body: { ...sales, 'Cache-Control': 'max-age=1' } })
    const socket = await openSocket(crm.url)
    socket.send({ type: 'connection_init', payload: { headers: { Authorization: 'Bearer x' } } })
    expect(await socket.next()).toEqual({ type: 'connection_ack' })
    expect(await socket.closed).toMatchObject({ code: 4403 })
  })

  test('tells the console that there is one', async () => {
    const headers = crm.headersOf({ role: 'admin' })
    expect(await (await crm.request('/v1alpha1/config', { headers })).json()).toMatchObject({
      is_auth_hook_set: true,
      is_jwt_set: false,
      jwt: [],
    })
  })
})
