import type { Person } from '../../github/people.js'
import { count } from '../../stack/count.js'
import type { BalancedStack } from '../../stack/start-balanced-stack.js'
import { persist } from '../persist.js'
import { type GraphqlVisitor, signInGraphql } from '../visitors/graphql-visitor.js'

/** Somebody to whom two things happen at once, round after round. */
export interface Racer {
  stack: BalancedStack
  person: Person
  userId: string
  /** Signed in at the beginning of each round. */
  visitor: GraphqlVisitor
}

/** What is done in the race itself. */
type Act = () => Promise<unknown>

/** Brings somebody to where an operation begins, and gives what is left to do. */
export type Operation = (racer: Racer) => Promise<Act>

/** Undoes what the last round did to somebody: they are there, enabled and signed in. */
export async function readyRacer(stack: BalancedStack, person: Person, last?: Racer): Promise<Racer> {
  const userId = String(person.id)
  await stack.database.query('update users set disabled_at = null where id = $1', [userId])
  if (last && (await isSignedIn(last))) return last
  return { stack, person, userId, visitor: await persist(() => signInGraphql(stack.flow, person.login)) }
}

async function isSignedIn({ stack, visitor }: Racer): Promise<boolean> {
  const isLive = `id = '${visitor.sessionId}' and idle_expires_at > now()`
  return (await count(stack.database, 'sessions', isLive)) === 1 && (await visitor.refresh()) === 'done'
}
