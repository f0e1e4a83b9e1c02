import { randomBytes } from 'node:crypto'
import { requestGraphql } from '../../demo/graphql-client.js'
import { approveLogin, beginLogin, finishLogin, refresh as refreshOnce } from '../../demo/graphql-flow.js'
import { fillSessions } from '../fill-sessions.js'
import { sendGithubWebhook } from '../send-github-webhook.js'
import { sendCron, sendSync } from '../send-hasura-event.js'
import { prepareSignIn } from '../visitors/prepare-sign-in.js'
import type { Operation, Racer } from './racer.js'

export const webhookSecret = randomBytes(32).toString('hex')

const query = ({ stack }: Racer, text: string, values: readonly unknown[]) =>
  stack.database.query(text, values)
const delivery = ({ stack }: Racer) => ({
  host: stack.app,
  secret: stack.environment.functions['EVENT_SECRET'] ?? '',
})

const signIn: Operation = ({ stack, person }) => prepareSignIn(stack.app, person.login)

/** Of fifty sessions in use, a new one ends the oldest at its first refresh: the one that they race with. */
const signInAtFifty: Operation = async ({ visitor, stack: { flow, database }, person }) => {
  await visitor.refresh()
  await fillSessions(database, [visitor.sessionId])
  const started = await beginLogin(flow)
  const returned = await approveLogin(started, person.login)
  return async () => refreshOnce(flow, (await finishLogin(flow, started, returned)).refreshToken)
}

const refresh: Operation = async ({ visitor }) => visitor.refresh

/** Two generations back: no rule takes it for a lost answer. */
const replay: Operation = async ({ visitor }) => {
  const old = visitor.refreshToken
  await visitor.refresh()
  await visitor.refresh()
  return () => visitor.replay(old)
}

const deleteOwnSession: Operation = async ({ stack, visitor }) => {
  const { accessToken: token, sessionId } = visitor
  const text = 'mutation ($id: uuid!) { delete_sessions_by_pk(id: $id) { id } }'
  return () => requestGraphql(stack.flow.endpoint, { query: text, variables: { id: sessionId }, token })
}

const purge: Operation = async (racer) => {
  await query(racer, "update sessions set idle_expires_at = now() - interval '1 minute' where id = $1", [
    racer.visitor.sessionId,
  ])
  return () => sendCron(delivery(racer), 'purge_expired')
}

const resync: Operation = async (racer) => {
  await query(racer, "update users set sync_attempted_at = now() - interval '2 days' where id = $1", [
    racer.userId,
  ])
  return () => sendCron(delivery(racer), 'resync_users')
}

const markByWebhook: Operation = async ({ stack, person: { id } }) => {
  const payload = { action: 'member_added', membership: { user: { id } } }
  return () => sendGithubWebhook({ host: stack.app, secret: webhookSecret, event: 'organization', payload })
}

/** One statement about the person, as an operator sends it. */
const statement =
  (text: string): Operation =>
  async (racer) =>
  () =>
    query(racer, text, [racer.userId])

/** What happens to people, by name. */
export const operations = {
  'sign-in': signIn,
  'sign-in at fifty sessions': signInAtFifty,
  refresh,
  'replay of an old token': replay,
  'sign-out': async ({ visitor }) => visitor.signOut,
  'sign-out everywhere': async ({ visitor }) => visitor.signOutEverywhere,
  'deletion of the own session': deleteOwnSession,
  'disabling the user': statement('update users set disabled_at = now() where id = $1'),
  'deletion of the user': statement('delete from users where id = $1'),
  'grant of a role': statement(
    "insert into user_roles (user_id, role) values ($1, 'moderator') on conflict do nothing",
  ),
  'revocation of a role': statement("delete from user_roles where user_id = $1 and role = 'moderator'"),
  sync: async (racer) => () => sendSync(delivery(racer), racer.userId),
  purge,
  resync,
  'mark of the webhook': markByWebhook,
} satisfies Record<string, Operation>

export type OperationName = keyof typeof operations
