import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSocket } from '../subscriptions/support.js'
import { startWebhookServer, type WebhookServer } from '../support/webhook-server.js'
import { openProject } from './open-project.js'

const candidate = { role: 'candidate', session: { 'x-hasura-user-id': 'candidate-1' } }
const employer = { role: 'employer', session: { 'x-hasura-user-id': 'employer-1' } }
const refused = {
  errors: [{ message: 'query is not allowed', extensions: { path: '$', code: 'validation-failed' } }],
}

type Project = Awaited<ReturnType<typeof openProject>>
type Caller = Parameters<Project['headersOf']>[0]

let mail: WebhookServer
beforeAll(async () => {
  mail = await startWebhookServer()
})
afterAll(() => mail.close())

async function openJobBoard(env: Record<string, string> = {}) {
  const project = await openProject('job-board', { env: { MAIL_URL: mail.url, ...env } })
  return {
    ...project,
    run: async (operation: string, caller: Caller = {}) =>
      (await project.graphql(await project.operation(operation), caller)).body,
    rest: async (request: string, caller: Caller = {}, body?: unknown) => {
      const [method = '', path] = request.split(' ')
      const headers = project.headersOf(caller)
      const sent = body === undefined ? {} : { body: JSON.stringify(body) }
      const response = await project.request(`/api/rest/${path}`, { method, headers, ...sent })
      return [response.status, await response.json()]
    },
  }
}

describe('the job board', () => {
  let board: Awaited<ReturnType<typeof openJobBoard>>
  beforeAll(async () => {
    board = await openJobBoard()
  })
  afterAll(() => board.close())

  test('shows everybody what is published', async () => {
    expect(board.messages).toEqual([])
    expect(await board.run('list-jobs')).toEqual({
      data: {
        jobs: [
          {
            id: 1,
            title: 'Database keeper',
            company: { name: 'North Mill', slug: 'north-mill', __typename: 'companies' },
            __typename: 'jobs',
          },
          {
            id: 2,
            title: 'Welder',
            company: { name: 'Harbour Works', slug: 'harbour-works', __typename: 'companies' },
            __typename: 'jobs',
          },
        ],
      },
    })
    expect(await board.run('front-page')).toEqual({
      data: {
        jobs_aggregate: { aggregate: { count: 2 } },
        companies: [
          { name: 'Harbour Works', jobs: [{ title: 'Welder' }] },
          { name: 'North Mill', jobs: [{ title: 'Database keeper' }] },
        ],
        skills: [{ name: 'SQL' }, { name: 'Welding' }],
      },
    })
  })

  test('lets employers post for their own company alone', async () => {
    const job = { title: 'Carter', salary_min: 1, salary_max: 2, kind: 'contract' }
    const post = (companyId: number) =>
      board.run('post-job', { ...employer, variables: { job: { ...job, company_id: companyId } } })
    const company = { name: 'North Mill' }
    expect(await post(1)).toEqual({
      data: { insert_jobs_one: { title: 'Carter', kind: 'contract', company, salary_range: '1 to 2' } },
    })
    expect(await post(2)).toMatchObject({ errors: [{ extensions: { code: 'permission-error' } }] })
  })

  test('brings applications to their employer, who answers them', async () => {
    expect(await board.rest('POST jobs/1/applications', candidate, { letter: 'Hello' })).toEqual([
      200,
      { insert_applications_one: { job_id: 1, letter: 'Hello', state: 'sent' } },
    ])
    await expect.poll(() => mail.requests.map(({ path }) => path)).toContain('/application-sent')
    expect(await board.run('inbox', employer)).toEqual({
      data: {
        applications: [{ candidate_id: 'candidate-1', letter: 'Hello', job: { title: 'Database keeper' } }],
      },
    })
    const variables = { candidate: 'candidate-1', state: 'invited' }
    expect(await board.run('answer', { ...employer, variables })).toMatchObject({
      data: { update_applications: { affected_rows: 1, returning: [{ state: 'invited' }] } },
    })
    expect(await board.rest('GET me/applications', candidate)).toEqual([
      200,
      { applications: [{ state: 'invited', job: { title: 'Database keeper' } }] },
    ])
  })

  test.each<[string, Caller, unknown, unknown]>([
    ['GET jobs?limit=1', {}, undefined, { jobs: [{ id: 1 }] }],
    ['GET jobs?limit=&offset=1', {}, undefined, { jobs: [{ id: 2 }] }],
    ['GET jobs/2', {}, undefined, { jobs_by_pk: { job_skills: [{ skill: { name: 'Welding' } }] } }],
    ['GET jobs/3', {}, undefined, { jobs_by_pk: null }],
    ['GET companies/harbour-works/jobs?kind=contract', {}, undefined, { companies: [{ jobs: [{ id: 2 }] }] }],
    ['GET search?q=table&above=50000.00&remote', candidate, undefined, { search_jobs: [{ id: 1 }] }],
    [
      'POST search?q=metal',
      candidate,
      { kinds: ['contract'], above: 1 },
      { search_jobs: [{ salary_range: '40000 to 45000' }] },
    ],
    ['PUT me/saved/2', candidate, undefined, { insert_saved_jobs_one: { job_id: 2 } }],
    ['DELETE me/saved/2', candidate, undefined, { delete_saved_jobs: { affected_rows: 1 } }],
    ['PATCH jobs/3', employer, { at: '2024-03-01T00:00:00Z' }, { update_jobs_by_pk: { id: 3 } }],
  ])('answers %s over REST', async (request, caller, body, answer) => {
    expect(await board.rest(request, caller, body)).toMatchObject([200, answer])
  })

  test.each<[string, Caller, number, string, string, string]>([
    ['GET nothing', {}, 404, 'not-found', '$', 'Endpoint not found'],
    ['DELETE jobs/1', {}, 405, 'method-not-allowed', '$', 'Allowed methods: GET, PATCH'],
    ['GET jobs?page=1', {}, 400, 'bad-request', '$', 'Unexpected variable page'],
    [
      'GET search?q=a',
      {},
      400,
      'validation-failed',
      '$.selectionSet.search_jobs.args.where.salary_min',
      "field 'salary_min' not found in type: 'jobs_bool_exp'",
    ],
  ])('refuses %s over REST', async (request, caller, status, code, path, error) => {
    expect(await board.rest(request, caller)).toEqual([status, { path, error, code }])
  })
})

describe('the job board with its allow list', () => {
  let board: Awaited<ReturnType<typeof openJobBoard>>
  beforeAll(async () => {
    board = await openJobBoard({ HASURA_GRAPHQL_ENABLE_ALLOWLIST: 'true' })
  })
  afterAll(() => board.close())

  test('answers what stands in it for everybody, however a client writes it', async () => {
    expect(await board.run('list-jobs')).toMatchObject({ data: { jobs: [{ id: 1 }, { id: 2 }] } })
  })

  test('answers others than admins nothing else', async () => {
    expect(await board.run('front-page')).toEqual(refused)
    expect(await board.run('front-page', candidate)).toEqual(refused)
    expect(await board.run('front-page', { role: 'admin' })).toMatchObject({ data: { skills: [{}, {}] } })
  })

  test('answers a role what is for the role', async () => {
    const variables = { job_id: 1, letter: 'Hello' }
    expect(await board.run('apply', { ...candidate, variables })).toMatchObject({
      data: { insert_applications_one: { state: 'sent' } },
    })
    expect(await board.run('apply', { ...employer, variables })).toEqual(refused)
    expect(await board.run('inbox', employer)).toMatchObject({ data: { applications: [{}] } })
    expect(await board.run('inbox', candidate)).toEqual(refused)
  })

  test('holds for REST endpoints, too', async () => {
    expect(await board.rest('GET jobs/1')).toMatchObject([200, { jobs_by_pk: { id: 1 } }])
    const error = { path: '$', error: 'query is not allowed', code: 'validation-failed' }
    expect(await board.rest('GET companies/north-mill/jobs')).toEqual([400, error])
    expect(await board.rest('GET companies/north-mill/jobs', { role: 'admin' })).toMatchObject([200, {}])
  })

  test('holds for each request of a batch', async () => {
    const requests = ['my-applications', 'inbox'].map(async (name) => ({
      query: await board.operation(name),
    }))
    const response = await board.request('/v1/graphql', {
      method: 'POST',
      headers: board.headersOf(candidate),
      body: JSON.stringify(await Promise.all(requests)),
    })
    expect(await response.json()).toEqual([{ data: { applications: [expect.anything()] } }, refused])
  })

  test('holds for sockets', async () => {
    const socket = await openSocket(board.url, 'graphql-transport-ws')
    const subscribe = async (id: string, query: string) => {
      socket.send({ type: 'subscribe', id, payload: { query } })
      return socket.next()
    }
    socket.send({ type: 'connection_init', payload: { headers: board.headersOf(candidate) } })
    expect(await socket.next()).toEqual({ type: 'connection_ack' })
    expect(await subscribe('1', 'subscription { applications { state } }')).toEqual({
      type: 'error',
      id: '1',
      payload: refused.errors,
    })
    expect(await subscribe('2', await board.operation('inbox'))).toMatchObject({ type: 'error', id: '2' })
    expect(await subscribe('3', await board.operation('watch-applications'))).toMatchObject({
      type: 'next',
      id: '3',
      payload: { data: { applications: [{ state: 'sent' }] } },
    })
    await socket.close()
  })
})
