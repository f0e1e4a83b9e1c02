import { randomUUID } from 'node:crypto'
import { getConnInfo } from '@hono/node-server/conninfo'
import { type Context, Hono } from 'hono'
import type { AdminApi } from '../admin-api/admin-api.js'
import type { Auth } from '../auth/open-auth.js'
import { graphqlErrorBody, plainErrorBody, toHasuraError } from '../error-body.js'
import { HasuraError, type InternalErrors } from '../errors.js'
import { type Json, stringifyJson } from '../json/json.js'
import type { Env } from '../metadata/env-template.js'
import type { RestEndpoint } from '../rest/find-rest-endpoints.js'
import { hasuraVersion } from '../version.js'
import { addRest } from './add-rest.js'
import { demandAdmin, runCommand } from './admin-endpoint.js'
import { configReply } from './config-reply.js'
import { cors } from './cors.js'
import { enabledApis } from './enabled-apis.js'
import type { GraphqlExecutor } from './graphql-executor.js'
import { hookRequest } from './hook-request.js'
import { notFound } from './not-found.js'
import type { Origins } from './read-origins.js'
import { refuseHead } from './refuse-head.js'
import { readBody, reply, textReply } from './replies.js'

interface AppDeps {
  auth: Auth
  executeGraphql: GraphqlExecutor
  restEndpoints: () => readonly RestEndpoint[]
  adminApi: AdminApi
  /** What Postgres would do for a GraphQL query. */
  explain: (body: Json) => Promise<Json>
  /** Is all metadata consistent? */
  isConsistent: () => boolean
  /** Throws when the database does not answer. */
  ping: () => Promise<void>
  isAllowedOrigin: Origins['isAllowed']
  internalErrors: InternalErrors
  env: Env
  /** Something nobody foresaw; the client only hears of an internal error. */
  logError: (error: unknown) => void
}

/** Hasura's HTTP endpoints. */
export function createApp(deps: AppDeps): Hono {
  const app = new Hono()
  app.use(requestId)
  app.use(cors(deps.isAllowedOrigin))
  app.use(refuseHead)
  app.onError((thrown) => replyError(thrown, deps))
  app.notFound(notFound)

  app.get('/v1/version', () => reply({ server_type: 'ce', version: hasuraVersion }))
  addRest(app, deps)
  const enabled = enabledApis(deps.env)
  if (enabled.has('graphql')) addGraphql(app, deps)
  if (enabled.has('metadata')) addMetadata(app, deps)
  if (enabled.has('pgdump'))
    app.post('/v1alpha1/pg_dump', (context) => runCommand(context, deps, refusePgDump))
  if (enabled.has('config')) {
    app.get('/v1alpha1/config', async (context) => {
      await demandAdmin(context, deps.auth)
      return reply(configReply(deps))
    })
  }
  for (const path of ['/healthz', '/hasura/healthz']) app.get(path, (context) => health(context, deps))
  return app
}

function addGraphql(app: Hono, deps: AppDeps): void {
  app.post('/v1/graphql', (context) => graphql(context, deps, { alwaysOk: true }))
  app.post('/v1alpha1/graphql', (context) => graphql(context, deps, { alwaysOk: false }))
}

function addMetadata(app: Hono, deps: AppDeps): void {
  const { metadata, query, requiresAdmin } = deps.adminApi
  app.post('/v1/metadata', (context) => runCommand(context, deps, metadata))
  app.post('/v1/query', (context) => runCommand(context, deps, query, requiresAdmin))
  app.post('/v2/query', (context) => runCommand(context, deps, query))
  app.post('/v1/graphql/explain', async (context) => {
    await demandAdmin(context, deps.auth)
    return textReply(stringifyJson(await deps.explain(await readBody(context))), 200)
  })
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
    const body = await readBody(context).catch(async (notJson) => {
      // Who may not in hears of that first.
      await deps.auth.authenticate(headers)
      throw notJson
    })
    const session = await deps.auth.authenticate(headers, deps.auth.isHookSet ? hookRequest(body) : null)
    const answer = await deps.executeGraphql({
      body,
      session,
      clientHeaders: headers,
      clientAddress: getConnInfo(context).remote.address,
    })
    const setCookies = [...(session.setCookies ?? []), ...answer.setCookies]
    return textReply(answer.body, alwaysOk ? 200 : answer.status, setCookies)
  } catch (thrown) {
    const error = known(thrown, deps)
    return reply(graphqlErrorBody(error), alwaysOk ? 200 : error.status)
  }
}

async function refusePgDump(): Promise<never> {
  throw new HasuraError('not-supported', 'pg_dump is not supported by this engine')
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
