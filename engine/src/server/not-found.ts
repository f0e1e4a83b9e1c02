import type { Context } from 'hono'
import { plainErrorBody } from '../error-body.js'
import { HasuraError } from '../errors.js'
import { reply } from './replies.js'

const TITLE = '404 - Not Found'
/** What the HTTP library beneath Hasura says by itself (Spock-core, Web.Spock.Internal.Config, errorTemplate). */
const PAGE =
  `<html><head><title>${TITLE}</title></head><body><h1>${TITLE}</h1>` +
  "<a href='https://www.spock.li'>powered by Spock</a></body>"

/** Hasura's own words are for GET and POST (Hasura.Server.App, httpApp); other methods never reach it. */
export function notFound({ req }: Context): Response {
  if (req.method === 'GET' || req.method === 'POST') {
    return reply(plainErrorBody(new HasuraError('not-found', 'resource does not exist')), 404)
  }
  return new Response(PAGE, { status: 404, headers: { 'content-type': 'text/html; charset=utf-8' } })
}
