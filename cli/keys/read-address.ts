import type { z } from 'zod'
import { environmentShape } from '../../functions/config/environment.js'

/** An origin as both sides take it: without the slash that `{{FUNCTIONS_URL}}/api/…` would double. */
export function readOrigin(option: string, text: string): string {
  return read(option, environmentShape.shape.AUTH_URL, text)
}

/** Hasura's GraphQL address; its base is enough. */
export function readEndpoint(text: string): string {
  const path = /\/v1\/graphql\/*$/.test(text) ? '' : '/v1/graphql'
  return read('--hasura', environmentShape.shape.HASURA_GRAPHQL_ENDPOINT, text.replace(/\/+$/, '') + path)
}

/** @throws Error naming the option, with what the functions say about such a value */
function read(option: string, shape: z.ZodType<string>, text: string): string {
  const parsed = shape.safeParse(text.trim())
  if (parsed.success) return parsed.data
  throw new Error(`${option} ${parsed.error.issues[0]?.message}`)
}
