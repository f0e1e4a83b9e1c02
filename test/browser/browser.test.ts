import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import { accessibility } from './scenarios/accessibility.js'
import { account } from './scenarios/account.js'
import { attacks } from './scenarios/attacks.js'
import { clientModule } from './scenarios/client-module.js'
import { errorMessages } from './scenarios/error-messages.js'
import { graphqlFlow } from './scenarios/graphql-flow.js'
import { restricted } from './scenarios/restricted.js'
import { startWorld, type World } from './support/world.js'

let world: World

beforeAll(async () => {
  world = await startWorld()
}, 120_000)
beforeEach(() => world.stack.reset())
afterAll(() => world?.close())

// The scenarios share one stack and one browser, because starting them costs more than all that they do.
describe('account page', () => account(() => world))
describe('client module', () => clientModule(() => world))
describe('GraphQL flow page', () => graphqlFlow(() => world))
describe('error messages', () => errorMessages(() => world))
describe('attacks', () => attacks(() => world))
describe('restricted browsers', () => restricted(() => world))
describe('accessibility', () => accessibility(() => world))
