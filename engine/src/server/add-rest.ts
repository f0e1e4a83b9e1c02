import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, Hono } from 'hono'
import type { Auth } from '../auth/open-auth.js'
import { HasuraError } from '../errors.js'
import { isJsonObject } from '../json/json.js'
import { tryParseJson } from '../json/try-parse-json.js'
import { REST_METHODS } from '../metadata/schemas/rest-endpoint.js'
import type { RestEndpoint } from '../rest/find-rest-endpoints.js'
import { matchEndpoint } from '../rest/match-endpoint.js'
import { type GivenValue, readVariables } from '../rest/read-variables.js'
import type { GraphqlExecutor } from './graphql-executor.js'
import { textReply } from './replies.js'

interface RestDeps {
  auth: Auth
  restEndpoints: () => readonly RestEndpoint[]
  executeGraphql: GraphqlExecutor
}

const PREFIX = '/api/rest/'

/** REST endpoints over stored queries. They are there whichever APIs are enabled, as in Hasura. */
export function addRest(app: Hono, { auth, restEndpoints, executeGraphql }: RestDeps): void {
  app.all(`${PREFIX}*`, async (context) => {
    const { headers, method, url } = context.req.raw
    const session = await auth.authenticate(headers)
    if (!REST_METHODS.some((one) => one === method))
      throw new HasuraError('bad-request', `Method ${method} not supported.`)
    const { pathname, searchParams } = new URL(url)
    const { endpoint, parameters } = matchEndpoint(
      restEndpoints(),
      method,
      decode(pathname).slice(PREFIX.length),
    )
    const variables = readVariables(endpoint.variables, [
      ...[...searchParams].map(asText),
      ...(await readBody(context)),
      ...parameters.map(asText),
    ])
    const body = { query: endpoint.query, variables }
    const clientAddress = getConnInfo(context).remote.address
    const answer = await executeGraphql({ body, session, clientHeaders: headers, clientAddress })
    if (answer.data === undefined) throw answer.error
    return textReply(answer.data, 200, [...(session.setCookies ?? []), ...answer.setCookies])
  })
}

function asText([name, text]: [string, string]): [string, GivenValue] {
  return [name, { text }]
}

/** A form gives text like a query string; a body that is neither that nor a JSON object says nothing, as in Hasura. */
async function readBody({ req }: Context): Promise<[string, GivenValue][]> {
  const text = await req.text()
  if (/^application\/x-www-form-urlencoded\b/i.test(req.header('content-type') ?? '')) {
    return [...new URLSearchParams(text)].map(asText)
  }
  const json = tryParseJson(text) ?? null
  return isJsonObject(json) ? Object.entries(json).map(([name, value]) => [name, { json: value }]) : []
}

function decode(pathname: string): string {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return pathname
  }
}
