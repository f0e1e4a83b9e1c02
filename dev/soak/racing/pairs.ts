import type { OperationName } from './operations.js'

export type Pair = readonly [OperationName, OperationName]

/** What can happen to one person at once. A purge stands last: it begins with a session that is over. */
export const pairs: readonly Pair[] = [
  ['sign-in', 'sign-in'],
  ['sign-in', 'refresh'],
  ['sign-in', 'replay of an old token'],
  ['sign-in', 'sign-out everywhere'],
  ['sign-in', 'disabling the user'],
  ['sign-in', 'deletion of the user'],
  ['sign-in', 'sync'],
  ['sign-in', 'mark of the webhook'],
  ['sign-in', 'grant of a role'],
  ['sign-in at fifty sessions', 'replay of an old token'],
  ['sign-in at fifty sessions', 'refresh'],
  ['sign-in at fifty sessions', 'sign-out'],
  ['sign-in at fifty sessions', 'sign-in at fifty sessions'],
  ['refresh', 'refresh'],
  ['refresh', 'replay of an old token'],
  ['refresh', 'sign-out'],
  ['refresh', 'disabling the user'],
  ['refresh', 'purge'],
  ['replay of an old token', 'replay of an old token'],
  ['replay of an old token', 'disabling the user'],
  ['replay of an old token', 'deletion of the user'],
  ['sign-out everywhere', 'deletion of the own session'],
  ['sign-out everywhere', 'disabling the user'],
  ['sync', 'revocation of a role'],
  ['sync', 'resync'],
]
