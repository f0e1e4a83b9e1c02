import { ConfigError, parseConfig } from '../functions/config/parse-config.js'
import { createDeps } from '../functions/create-deps.js'
import type { Handler, Instance } from '../functions/deps.js'
import { AppError } from '../functions/errors.js'
import { browserFailure, type FailureResponse } from '../functions/http/failures.js'
import { handle } from '../functions/http/handle.js'

// The only place that reads the environment. An instance serves many requests at once; nothing here belongs to one.
const configured = configure()

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'
type Route = Record<Method, (request: Request) => Promise<Response>>

const methods: readonly Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** Makes the exports of an api file. Methods without a handler answer 405, also HEAD: it could use up a code. */
export function route(
  handlers: Partial<Record<Method, Handler>>,
  failure: FailureResponse = browserFailure,
): Route {
  const allow = Object.keys(handlers).join(', ')
  const answer = (method: Method) => async (request: Request) => {
    if ('error' in configured) return failure(configured.error, request)
    const handler = handlers[method] ?? refuseMethod
    const deps = configured.instance.forRequest()
    const response = await handle(request, { handler, deps, failure })
    if (response.status === 405) response.headers.set('allow', allow)
    return response
  }
  const entries = methods.map((method) => [method, answer(method)] as const)
  // fromEntries forgets that the keys are exactly the methods.
  return Object.fromEntries(entries) as Route
}

async function refuseMethod(): Promise<never> {
  throw new AppError('method-not-allowed')
}

/** A configuration that is not usable closes every route; the log names the variables, never their values. */
function configure(): { instance: Instance } | { error: AppError } {
  try {
    return { instance: createDeps(parseConfig(process.env)) }
  } catch (error) {
    const problems = error instanceof ConfigError ? error.problems : [String(error)]
    process.stderr.write(`${JSON.stringify({ level: 'error', event: 'misconfigured', problems })}\n`)
    return { error: new AppError('misconfigured') }
  }
}
