import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requestGraphql } from '../../dev/demo/graphql-client.js'
import { signIn } from '../../dev/demo/graphql-flow.js'
import { parseConfig } from '../../functions/config/parse-config.js'
import { createDeps } from '../../functions/create-deps.js'
import type { Deps } from '../../functions/deps.js'
import { createServiceToken } from '../../functions/hasura/service-token.js'
import { rotateSession } from '../../functions/session/rotate.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let stack: TestStack

beforeAll(async () => {
  stack = await startTestStack()
})

afterAll(() => stack.close())

const secondMs = 1000
const settings = () => JSON.parse(stack.environment.engine['HASURA_GRAPHQL_JWT_SECRET'] ?? '{}') as object

/** The functions on a machine whose clock is so many seconds ahead of the engine's. */
function functionsAhead(seconds: number): Deps {
  const now = () => new Date(Date.now() + seconds * secondMs)
  return createDeps(parseConfig(stack.environment.functions), { now, writeLog: () => undefined })
}

const ask = (token: string) => requestGraphql(stack.flow.endpoint, { query: '{ users { login } }', token })

describe('clocks a minute apart', () => {
  it.each([-60, -59, -1, 0, 1, 59, 60])(
    'R-07a functions %i seconds ahead of Hasura are refused nothing, and neither are their tokens',
    async (ahead) => {
      expect(settings()).not.toHaveProperty('allowed_skew')
      const { refreshToken } = await signIn(stack.flow, 'ada')
      const grant = await rotateSession(functionsAhead(ahead), refreshToken)
      expect(await ask(grant.accessToken.token)).toEqual({ data: { users: [{ login: 'ada' }] } })
    },
  )

  it('R-07a the functions use their own token only as long as it is good a minute ahead', async () => {
    const behind = (seconds: number) => new Date(Date.now() - seconds * secondMs)
    const clock = { now: behind(60 + 99) }
    const token = createServiceToken(functionsAhead(0).config.jwt, () => clock.now)
    const first = token()
    clock.now = behind(60)
    expect(token()).toBe(first)
    expect(await requestGraphql(stack.flow.endpoint, { query: '{ users { id } }', token: first })).toEqual({
      data: { users: expect.any(Array) },
    })
    clock.now = behind(60 - 2)
    expect(token()).not.toBe(first)
  })
})
