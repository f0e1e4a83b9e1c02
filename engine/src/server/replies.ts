import type { Context } from 'hono'
import { HasuraError } from '../errors.js'
import type { Json } from '../json/json.js'
import { parseJson } from '../json/parse-json.js'

export async function readBody(context: Context): Promise<Json> {
  try {
    return parseJson(await context.req.text())
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new HasuraError('invalid-json', detail, { cause })
  }
}

export function reply(body: object, status = 200): Response {
  return textReply(JSON.stringify(body), status)
}

/** @param body JSON text */
export function textReply(body: string, status: number, setCookies: readonly string[] = []): Response {
  const headers = new Headers({ 'content-type': 'application/json; charset=utf-8' })
  for (const cookie of setCookies) headers.append('set-cookie', cookie)
  return new Response(body, { status, headers })
}
