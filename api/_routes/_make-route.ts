import type { Config } from '../../functions/config/config.js'
import { AppError } from '../../functions/errors.js'
import { browserFailure, type FailureResponse } from '../../functions/http/failures.js'
import { type Handling, handle, type Needs } from '../../functions/http/handle.js'
import { type Closed, closedBy, configured } from './_configured.js'
import { sourcePlace } from './_source-place.js'

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'
export type Route = Record<Method, (request: Request) => Promise<Response>>
type Handlers<Given extends Needs> = Partial<Record<Method, Handling<Given>['handler']>>

const methods: readonly Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/**
 * Gives the function that makes the exports of an api file. Methods without a handler answer 405, also HEAD: it could use
 * up a code.
 *
 * @param open makes once what an instance works with; its result makes what one request works with
 */
export function routeMaker<Given extends Needs>(open: (config: Config) => () => Given) {
  const state = openState(open)
  return (handlers: Handlers<Given>, failure: FailureResponse = browserFailure): Route => {
    const allow = Object.keys(handlers).join(', ')
    return forEachMethod((method) => async (request) => {
      if ('closed' in state) return handle(request, { ...state.closed, failure, sourcePlace })
      const handler = handlers[method] ?? refuseMethod
      const deps = state.forRequest()
      const response = await handle(request, { handler, deps, failure, sourcePlace })
      if (response.status === 405) response.headers.set('allow', allow)
      return response
    })
  }
}

/** What cannot be made of a configuration closes its routes as a configuration does that cannot be read. */
function openState<Given>(
  open: (config: Config) => () => Given,
): { forRequest: () => Given } | { closed: Closed } {
  if ('closed' in configured) return configured
  try {
    return { forRequest: open(configured.config) }
  } catch (error) {
    return { closed: closedBy(error) }
  }
}

export function forEachMethod(answer: (method: Method) => Route[Method]): Route {
  const entries = methods.map((method) => [method, answer(method)] as const)
  // fromEntries forgets that the keys are exactly the methods.
  return Object.fromEntries(entries) as Route
}

async function refuseMethod(): Promise<never> {
  throw new AppError('method-not-allowed')
}
