import type { MiddlewareHandler } from 'hono'
import { notFound } from './not-found.js'

/** Hasura has no routes for HEAD; Hono would answer as to GET. */
export const refuseHead: MiddlewareHandler = async (context, next) =>
  context.req.method === 'HEAD' ? notFound(context) : next()
