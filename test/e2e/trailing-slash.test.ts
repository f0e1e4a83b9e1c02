import { afterAll, beforeAll, expect, it } from 'vitest'
import { refresh, signIn } from '../../dev/demo/graphql-flow.js'
import { count } from '../../dev/stack/count.js'
import type { StackEnvironment } from '../../dev/stack/stack-environment.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'
import { waitForEvents } from '../support/wait-for-events.js'

let stack: TestStack

/** The functions' origin as many people write it, on both sides. */
const withSlash = ({ functions, engine }: StackEnvironment): StackEnvironment => ({
  functions: { ...functions, AUTH_URL: `${functions['AUTH_URL']}/` },
  engine: { ...engine, FUNCTIONS_URL: `${engine['FUNCTIONS_URL']}/` },
})

beforeAll(async () => {
  stack = await startTestStack({ stack: { adjust: withSlash } })
})

afterAll(() => stack?.close())

it('S-CONF-08 Actions and events arrive where AUTH_URL and FUNCTIONS_URL end in a slash', async () => {
  const { userId, refreshToken } = await signIn(stack.flow, 'ada')
  expect(await refresh(stack.flow, refreshToken)).toMatchObject({ login: 'ada' })
  await waitForEvents(stack.database)
  expect(await count(stack.database, 'users', `id = '${userId}' and synced_at is not null`)).toBe(1)
})
