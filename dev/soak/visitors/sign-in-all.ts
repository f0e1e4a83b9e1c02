import type { Person } from '../../github/people.js'
import { inLanes } from '../../in-lanes.js'
import type { BalancedStack } from '../../stack/start-balanced-stack.js'
import { signInBrowser } from './browser-visitor.js'
import { signInGraphql } from './graphql-visitor.js'
import type { Visitor } from './visitor.js'

const atOnce = 4

/** Signs people in, every other one with a browser and the rest through GraphQL. */
export function signInAll(
  { app, flow }: Pick<BalancedStack, 'app' | 'flow'>,
  people: readonly Person[],
): Promise<Visitor[]> {
  return inLanes(people, atOnce, ({ login }, index) =>
    index % 2 === 0 ? signInBrowser(app, login) : signInGraphql(flow, login),
  )
}
