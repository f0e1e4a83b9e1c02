import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Browser, createBrowser, readSession, signInWith, signOut } from '../../dev/demo/browser.js'
import { requestGraphql } from '../../dev/demo/graphql-client.js'
import { refresh, type Session, signIn } from '../../dev/demo/graphql-flow.js'
import { type Gate, startGate } from '../../dev/http/gate.js'
import { count } from '../../dev/stack/count.js'
import { pickPort } from '../../dev/stack/pick-port.js'
import { authMutation } from '../support/auth-mutation.js'
import { crowdDevices } from '../support/crowd-devices.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

const adaId = '1001001'
let stack: TestStack
/** Functions of the same people, where memberships decide. */
let members: { url: string }
/** Between the functions and the engine. */
let toEngine: Gate

beforeAll(async () => {
  const port = await pickPort(0, [])
  const HASURA_GRAPHQL_ENDPOINT = `http://127.0.0.1:${port}/v1/graphql`
  stack = await startTestStack({ env: { HASURA_GRAPHQL_ENDPOINT } })
  toEngine = await startGate(port, stack.urls.engine)
  members = await stack.addHost({ HASURA_GRAPHQL_ENDPOINT, GITHUB_ALLOWED_ORGS: 'acme' })
})

beforeEach(async () => {
  toEngine.drop()
  await stack.reset()
  // A sync asks the engine, too, at a moment of its own.
  stack.gate.hold('/api/events')
  await stack.database.exec('delete from users; delete from auth_log')
})

afterAll(async () => {
  await stack?.close()
  await toEngine?.close()
})

/** A session, or several, that are about to end, and what ends them. */
interface Ending {
  sessionIds: unknown[]
  end(): Promise<unknown>
}

const idOf = (refreshToken = '') => refreshToken.split('.')[1]
const idIn = ({ cookies }: Browser) => idOf(cookies.get('gha-refresh'))
const logout = (argumentsText: string) =>
  authMutation(stack.flow.endpoint, `logout(${argumentsText}) { revoked }`)

async function signedIn(): Promise<Browser> {
  const browser = createBrowser()
  await signInWith(browser, stack.urls.app, 'ada')
  return browser
}

function refreshAt(host: string, browser: Browser): Promise<unknown> {
  browser.cookies.delete('gha-access')
  return readSession(browser, host)
}

/** A session of which the first token is over. */
async function movedOn(): Promise<Session> {
  const first = await signIn(stack.flow, 'ada')
  await refresh(stack.flow, (await refresh(stack.flow, first.refreshToken)).refreshToken)
  return first
}

const endings: [string, string, () => Promise<Ending>][] = [
  [
    'a sign-out',
    'signed-out {}',
    async () => {
      const browser = await signedIn()
      return { sessionIds: [idIn(browser)], end: () => signOut(browser, stack.urls.app) }
    },
  ],
  [
    'a sign-out everywhere',
    'signed-out {}',
    async () => {
      const [browser, other] = [await signedIn(), await signedIn()]
      const end = () => signOut(browser, stack.urls.app, { everywhere: true })
      return { sessionIds: [idIn(browser), idIn(other)], end }
    },
  ],
  [
    'logout',
    'signed-out {}',
    async () => {
      const { refreshToken } = await signIn(stack.flow, 'ada')
      return { sessionIds: [idOf(refreshToken)], end: () => logout(`refreshToken: "${refreshToken}"`) }
    },
  ],
  [
    'a session that its owner deletes',
    'signed-out {"by": "user"}',
    async () => {
      const { refreshToken, accessToken } = await signIn(stack.flow, 'ada')
      const query = 'mutation { delete_sessions(where: {}) { affected_rows } }'
      const end = () => requestGraphql(stack.flow.endpoint, { query, token: accessToken })
      return { sessionIds: [idOf(refreshToken)], end }
    },
  ],
  [
    'a refresh with a token that is over',
    'refresh-token-reused {}',
    async () => {
      const { refreshToken } = await movedOn()
      const end = () =>
        authMutation(stack.flow.endpoint, `refreshSession(refreshToken: "${refreshToken}") { userId }`)
      return { sessionIds: [idOf(refreshToken)], end }
    },
  ],
  [
    'logout with a token that is over',
    'refresh-token-reused {}',
    async () => {
      const { refreshToken } = await movedOn()
      const end = () => logout(`refreshToken: "${refreshToken}", everywhere: true`)
      return { sessionIds: [idOf(refreshToken)], end }
    },
  ],
  [
    'access that is lost',
    'signed-out {"by": "access-lost"}',
    async () => {
      const [browser, other] = [await signedIn(), await signedIn()]
      stack.github.changePerson('ada', { memberships: [] })
      return { sessionIds: [idIn(browser), idIn(other)], end: () => refreshAt(members.url, browser) }
    },
  ],
  [
    'an operator who disables the person',
    'signed-out {"by": "disabled"}',
    async () => {
      const browser = await signedIn()
      const end = () => stack.database.exec('update users set disabled_at = now()')
      return { sessionIds: [idIn(browser)], end }
    },
  ],
  [
    'the first refresh of a session that replaces it',
    'signed-out {"by": "replaced"}',
    async () => {
      const browser = await signedIn()
      const sessionIds = [idIn(browser)]
      await signInWith(browser, stack.urls.app, 'ada')
      return { sessionIds, end: () => refreshAt(stack.urls.app, browser) }
    },
  ],
  [
    'the first refresh of one session more than there may be',
    'signed-out {"by": "displaced"}',
    async () => {
      const browser = await signedIn()
      const [oldest] = await crowdDevices(stack.database, adaId)
      await stack.database.exec(
        `update sessions set created_at = now() - interval '1 day' where id = '${oldest}'`,
      )
      return { sessionIds: [oldest], end: () => refreshAt(stack.urls.app, browser) }
    },
  ],
]

const isThere = async (id: unknown) => (await count(stack.database, 'sessions', `id = '${id}'`)) > 0

/** What the log says of how a session ended. */
async function endsOf(id: unknown): Promise<unknown[]> {
  const { rows } = await stack.database.query(
    `select event || ' ' || detail::text as row from auth_log where session_id = $1 and event <> 'signed-in'`,
    [id],
  )
  return rows.map(({ row }) => row)
}

describe('whichever request to Hasura is the last that arrives', () => {
  it.each(endings)('R-08 %s is written down with the end of each session', async (_name, row, prepare) => {
    for (const requests of [1, 2, 3, 4, 5, 6]) {
      const { sessionIds, end } = await prepare()
      toEngine.cutAfter(requests)
      await end()
      toEngine.drop()
      for (const id of sessionIds) {
        const isOver = requests === 6 || !(await isThere(id))
        if (isOver) expect([requests, await isThere(id), await endsOf(id)]).toEqual([requests, false, [row]])
      }
      await stack.database.exec('delete from users')
      stack.github.reset()
    }
  })
})
