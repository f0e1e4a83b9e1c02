import { createServer } from 'node:http'
import { parseEnv } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { createEnvironment } from '../../cli/keys/create-environment.js'
import { formatEnvironment } from '../../cli/keys/format-environment.js'
import { refresh, signIn } from '../../dev/demo/graphql-flow.js'
import { type Listening, listen } from '../../dev/http/listen.js'
import type { StackEnvironment, StackUrls } from '../../dev/stack/stack-environment.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack | undefined
/** The engine starts before the functions do: it reads their public keys here, where they are from the beginning. */
let keys: Listening
let privateKeys = '{"keys":[]}'

const keySet = z.object({ keys: z.array(z.looseObject({ d: z.string() })) })

beforeEach(async () => {
  const server = createServer((_request, response) => {
    const published = keySet.parse(JSON.parse(privateKeys)).keys.map(({ d: _private, ...key }) => key)
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published }))
  })
  keys = await listen(server, 0)
})

afterEach(async () => {
  await stack?.close()
  await keys.close()
})

/** What `npm run keys` prints for these addresses, and beside it only what it says is to be added. */
const printed =
  (algorithm: 'ES256' | 'RS256', jwks: boolean) =>
  ({ functions, engine }: StackEnvironment, urls: StackUrls): StackEnvironment => {
    const { GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET, GITHUB_BASE_URL } = functions
    const { PG_DATABASE_URL } = engine
    const wanted = { algorithm, jwks, authUrl: `${urls.app}/`, hasura: `${urls.engine}/` }
    const text = formatEnvironment(createEnvironment(wanted, new Date()), 'env')
    const [forFunctions = '', forHasura = ''] = text.split('# For Hasura')
    privateKeys = parseEnv(forFunctions)['JWT_PRIVATE_KEYS'] ?? privateKeys
    return {
      functions: read(forFunctions, { GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET, GITHUB_BASE_URL }),
      engine: read(forHasura.replace(/http[^"]*jwks\.json/, keys.url), { PG_DATABASE_URL }),
    }
  }

function read(text: string, added: NodeJS.Dict<string>): Record<string, string> {
  const all = Object.entries({ ...parseEnv(text), ...added })
  return Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

it.each([
  ['ES256', true],
  ['RS256', false],
] as const)('what npm run keys prints for %s, with jwk_url: %s, runs as it is', async (algorithm, jwks) => {
  stack = await startTestStack({ stack: { adjust: printed(algorithm, jwks) } })
  const { refreshToken } = await signIn(stack.flow, 'ada')
  expect(await refresh(stack.flow, refreshToken)).toMatchObject({ login: 'ada' })
})
