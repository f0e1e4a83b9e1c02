import { createDeps } from '../../functions/create-deps.js'
import { AppError } from '../../functions/errors.js'
import { forEachMethod, type Route, routeMaker } from './_make-route.js'

/** Makes the exports of an api file whose handlers may ask Hasura and GitHub. */
export const route = routeMaker((config) => createDeps(config).forRequest)

/** Makes the exports of an api file for several addresses, which the last part of the path tells apart. */
export function routesByName(routes: Readonly<Record<string, Route>>): Route {
  const named = new Map(Object.entries(routes))
  return forEachMethod((method) => (request) => {
    // The path is the one that was asked for, whichever rule led here; a query may say anything.
    const name = new URL(request.url).pathname.split('/').at(-1) ?? ''
    return (named.get(name) ?? nothing)[method](request)
  })
}

async function refuseName(): Promise<never> {
  throw new AppError('not-found')
}

const nothing = route(forEachMethod(() => refuseName))
