import { randomBytes } from 'node:crypto'
import { ConfigError, parseConfig } from '../functions/config/parse-config.js'
import { secretValues } from '../functions/config/secret-values.js'
import { createDeps } from '../functions/create-deps.js'
import type { Handler, Instance } from '../functions/deps.js'
import { AppError } from '../functions/errors.js'
import { browserFailure, type FailureResponse } from '../functions/http/failures.js'
import { handle } from '../functions/http/handle.js'
import { createLog } from '../functions/log.js'

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
    if ('closed' in configured) return handle(request, { ...configured.closed, failure })
    const handler = handlers[method] ?? refuseMethod
    const deps = configured.instance.forRequest()
    const response = await handle(request, { handler, deps, failure })
    if (response.status === 405) response.headers.set('allow', allow)
    return response
  }
  return forEachMethod(answer)
}

function forEachMethod(answer: (method: Method) => Route[Method]): Route {
  const entries = methods.map((method) => [method, answer(method)] as const)
  // fromEntries forgets that the keys are exactly the methods.
  return Object.fromEntries(entries) as Route
}

/** Makes the exports of an api file for several addresses, which the last part of the path tells apart. */
export function routesByName(routes: Readonly<Record<string, Route>>): Route {
  const named = new Map(Object.entries(routes))
  const answer = (method: Method) => (request: Request) => {
    // The path is the one that was asked for, whichever rule led here; a query may say anything.
    const name = new URL(request.url).pathname.split('/').at(-1) ?? ''
    return (named.get(name) ?? nothing)[method](request)
  }
  return forEachMethod(answer)
}

async function refuseMethod(): Promise<never> {
  throw new AppError('method-not-allowed')
}

async function refuseName(): Promise<never> {
  throw new AppError('not-found')
}

const nothing = route(Object.fromEntries(methods.map((method) => [method, refuseName])))

/**
 * A configuration that is not usable closes every route. Each request that meets it says so in the log, which names the
 * variables and never their values.
 */
function configure(): { instance: Instance } | { closed: Closed } {
  try {
    const instance = createDeps(parseConfig(process.env))
    for (const reason of instance.config.warnings) instance.log.warn('questionable-configuration', { reason })
    return { instance }
  } catch (error) {
    return { closed: closedBy(error) }
  }
}

type Closed = Omit<Parameters<typeof handle>[1], 'failure'>

function closedBy(error: unknown): Closed {
  const details =
    error instanceof ConfigError
      ? { reason: error.problems.join('; ') }
      : { reason: 'the configuration cannot be read', cause: error }
  return {
    handler: () => Promise.reject(new AppError('misconfigured', details)),
    deps: {
      randomBytes,
      log: createLog({
        write: (line) => process.stderr.write(`${line}\n`),
        now: () => new Date(),
        secrets: secretValues(process.env),
      }),
    },
  }
}
