import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { AdminApi } from '../admin-api/admin-api.js'
import type { Auth } from '../auth/open-auth.js'
import type { Session } from '../auth/session.js'
import { HasuraError } from '../errors.js'
import { type Json, stringifyJson } from '../json/json.js'
import { parseJson } from '../json/parse-json.js'
import type { Env } from '../metadata/env-template.js'
import { hasuraVersion } from '../version.js'
import type { OriginCheck } from './allowed-origins.js'
import { configReply } from './config-reply.js'
import { cors } from './cors.js'
import { graphqlErrorBody, plainErrorBody, toHasuraError } from './error-reply.js'
import type { GraphqlExecutor } from './graphql-executor.js'

export interface AppDeps {
  auth: Auth
  executeGraphql: GraphqlExecutor
  adminApi: AdminApi
  /** What Postgres would do for a GraphQL query. */
  explain: (body: Json) => Promise<Json>
  /** Is all metadata consistent? */
  isConsistent: () => boolean
  /** Throws when the database does not answer. */
  ping: () => Promise<void>
  isAllowedOrigin: OriginCheck
  env: Env
  /** Something nobody foresaw; the client only hears of an internal error. */
  logError: (error: unknown) => void
}

/** Hasura's HTTP endpoints. */
export function createApp(deps: AppDeps): Hono {
  const app = new Hono()
  app.use(requestId)
  app.use(cors(deps.isAllowedOrigin))
  app.onError((thrown) => replyError(thrown, deps))
  app.notFound(() => reply(plainErrorBody(new HasuraError('not-found', 'resource does not exist')), 404))

  app.post('/v1/graphql', (context) => graphql(context, deps, { alwaysOk: true }))
  app.post('/v1alpha1/graphql', (context) => graphql(context, deps, { alwaysOk: false }))
  app.post('/v1/metadata', (context) => admin(context, deps, deps.adminApi.metadata))
  app.post('/v1/query', (context) => admin(context, deps, deps.adminApi.query, deps.adminApi.requiresAdmin))
  app.post('/v2/query', (context) => admin(context, deps, deps.adminApi.query))
  app.post('/v1alpha1/pg_dump', (context) => admin(context, deps, refusePgDump))
  app.get('/v1/version', () => reply({ server_type: 'ce', version: hasuraVersion }))
  app.get('/v1alpha1/config', async (context) => {
    await demandAdmin(context, deps)
    return reply(configReply(deps))
  })
  app.post('/v1/graphql/explain', async (context) => {
    await demandAdmin(context, deps)
    return textReply(stringifyJson(await deps.explain(await readBody(context))), 200)
  })
  for (const path of ['/healthz', '/hasura/healthz']) app.get(path, (context) => health(context, deps))
  return app
}

async function requestId(context: Context, next: () => Promise<void>): Promise<void> {
  const id = context.req.header('x-request-id') || randomUUID()
  await next()
  context.res.headers.set('x-request-id', id)
}

async function graphql(
  context: Context,
  deps: AppDeps,
  { alwaysOk }: { alwaysOk: boolean },
): Promise<Response> {
  const headers = context.req.raw.headers
  try {
    const session = await deps.auth.authenticate(headers)
    const body = await readBody(context)
    const answer = await deps.executeGraphql({ body, session, clientHeaders: headers })
    return textReply(answer.body, alwaysOk ? 200 : answer.status, answer.setCookies)
  } catch (thrown) {
    const error = known(thrown, deps)
    return reply(graphqlErrorBody(error), alwaysOk ? 200 : error.status)
  }
}

async function demandAdmin(context: Context, { auth }: AppDeps): Promise<void> {
  const session = await auth.authenticate(context.req.raw.headers)
  if (session.isAdmin) return
  throw new HasuraError('access-denied', 'You have to be an admin to access this endpoint')
}

async function admin(
  context: Context,
  deps: AppDeps,
  run: (command: Json, session: Session) => Promise<Json>,
  requiresAdmin: (command: Json) => boolean = () => true,
): Promise<Response> {
  const session = await deps.auth.authenticate(context.req.raw.headers)
  const command = await readBody(context)
  if (!session.isAdmin && requiresAdmin(command)) {
    throw new HasuraError('access-denied', 'restricted access : admin only', { path: '$.args' })
  }
  try {
    return textReply(stringifyJson(await run(command, session)), 200)
  } catch (thrown) {
    throw session.isAdmin ? thrown : withoutInternal(known(thrown, deps))
  }
}

function withoutInternal({ code, message, path, status }: HasuraError): HasuraError {
  return new HasuraError(code, message, { path, status })
}

async function refusePgDump(): Promise<never> {
  throw new HasuraError('not-supported', 'pg_dump is not supported by this engine')
}

async function readBody(context: Context): Promise<Json> {
  try {
    return parseJson(await context.req.text())
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new HasuraError('invalid-json', detail, { cause })
  }
}

async function health(context: Context, deps: AppDeps): Promise<Response> {
  try {
    await deps.ping()
  } catch {
    return context.text('ERROR', 500)
  }
  if (deps.isConsistent()) return context.text('OK')
  if (context.req.query('strict') === 'true')
    return context.text('ERROR: inconsistent objects in schema', 500)
  return context.text('WARN: inconsistent objects in schema')
}

function replyError(thrown: unknown, deps: AppDeps): Response {
  const error = known(thrown, deps)
  return reply(plainErrorBody(error), error.status)
}

function known(thrown: unknown, deps: AppDeps): HasuraError {
  if (!(thrown instanceof HasuraError)) deps.logError(thrown)
  return toHasuraError(thrown)
}

function reply(body: object, status = 200): Response {
  return textReply(JSON.stringify(body), status)
}

function textReply(body: string, status: number, setCookies: readonly string[] = []): Response {
  const headers = new Headers({ 'content-type': 'application/json; charset=utf-8' })
  for (const cookie of setCookies) headers.append('set-cookie', cookie)
  return new Response(body, { status, headers })
}
