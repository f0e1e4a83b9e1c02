import { z } from 'zod'
import type { DeployedFunction, FunctionModule } from './deployment.js'

type Handler = (request: Request) => unknown

const handlerSchema = z.custom<Handler>((value) => typeof value === 'function')

/**
 * Calls a function as Vercel's Node launcher does: the export named after the method, or `fetch` of the default export.
 * A method without an export is 405 with nothing else, HEAD included: the launcher has neither an `Allow` header nor a
 * fallback to GET, so a function that wants them brings them.
 *
 * @see https://github.com/vercel/vercel/blob/main/packages/node/src/serverless-functions/helpers-web.ts
 */
export async function invokeFunction(
  fn: DeployedFunction,
  request: Request,
  log: (line: string) => void,
): Promise<Response> {
  const timeout = timeoutAfter(fn.maxDurationSeconds)
  try {
    return await Promise.race([callHandler(fn, request), timeout.expired])
  } catch (error) {
    log(
      `${request.method} ${new URL(request.url).pathname} failed: ${error instanceof Error ? error.stack : String(error)}`,
    )
    return platformError(500, 'FUNCTION_INVOCATION_FAILED')
  } finally {
    timeout.cancel()
  }
}

async function callHandler(fn: DeployedFunction, request: Request): Promise<Response> {
  const handler = findHandler(await fn.load(), request.method)
  if (!handler) return new Response(null, { status: 405 })
  const response = await handler(request)
  if (!(response instanceof Response)) throw new TypeError('the handler did not return a Response')
  return response
}

function findHandler(module: FunctionModule, method: string): Handler | undefined {
  const fetchExport = z.looseObject({ fetch: handlerSchema }).safeParse(module['default'])
  const named = handlerSchema.safeParse(Object.hasOwn(module, method) ? module[method] : undefined)
  return named.data ?? fetchExport.data?.fetch
}

function timeoutAfter(seconds: number): { expired: Promise<Response>; cancel(): void } {
  const { promise, resolve } = withResolvers<Response>()
  const timer = setTimeout(() => resolve(platformError(504, 'FUNCTION_INVOCATION_TIMEOUT')), seconds * 1000)
  return { expired: promise, cancel: () => clearTimeout(timer) }
}

function withResolvers<T>(): { promise: Promise<T>; resolve(value: T): void } {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((resolvePromise) => {
    resolve = resolvePromise
  })
  return { promise, resolve }
}

function platformError(status: number, code: string): Response {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-vercel-error': code }
  return new Response(`A server error has occurred\n\n${code}\n`, { status, headers })
}
