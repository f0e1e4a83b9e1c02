import type { Route, RoutePhases } from './routes.js'

/** Where a request ends up. The headers come from rules that matched on the way. */
export type Destination =
  | { kind: 'file'; path: string; status: number; headers: Headers }
  | { kind: 'function'; path: string; query: URLSearchParams; headers: Headers }
  | { kind: 'answer'; status: number; headers: Headers }

interface Target {
  path: string
  query: URLSearchParams
}

type Find = (path: string) => 'file' | 'function' | undefined

/**
 * Walks Vercel's phases: rules, then files and functions by exact name, then rewrites, then the error rules.
 *
 * @param find tells what the deployment has under a path
 */
export function routeRequest(method: string, path: string, routes: RoutePhases, find: Find): Destination {
  const headers = new Headers()
  const early = followRoutes(routes.beforeFiles, { method, path, headers }, find)
  if (early) return early
  const found = destination({ path, query: new URLSearchParams() }, headers, find)
  if (found) return found
  const late = followRoutes(routes.afterFiles, { method, path, headers }, find)
  if (late && !(late.kind === 'answer' && late.status === 404)) return late
  return notFound(routes.onError, path, headers, find)
}

interface Walk {
  method: string
  path: string
  headers: Headers
}

function followRoutes(routes: readonly Route[], walk: Walk, find: Find): Destination | undefined {
  let path = walk.path
  for (const route of routes) {
    const match = route.pattern.exec(path)
    if (!match || (route.methods && !route.methods.includes(walk.method))) continue
    addHeaders(walk.headers, route.headers, match)
    if (route.continue) continue
    if (route.dest === undefined)
      return { kind: 'answer', status: route.status ?? 404, headers: walk.headers }
    const target = parseTarget(fill(route.dest, match))
    const found = destination(target, walk.headers, find)
    if (found) return found
    path = target.path
  }
  return undefined
}

function destination(target: Target, headers: Headers, find: Find): Destination | undefined {
  const kind = find(target.path)
  if (kind === 'file') return { kind, path: target.path, status: 200, headers }
  if (kind === 'function') return { kind, path: target.path, query: target.query, headers }
  return undefined
}

function notFound(routes: readonly Route[], path: string, headers: Headers, find: Find): Destination {
  const page = routes.find((route) => route.status === 404 && route.dest && route.pattern.test(path))?.dest
  if (page && find(page) === 'file') return { kind: 'file', path: page, status: 404, headers }
  return { kind: 'answer', status: 404, headers }
}

function addHeaders(headers: Headers, added: Route['headers'], match: RegExpExecArray): void {
  for (const [name, value] of Object.entries(added ?? {})) headers.set(name, fill(value, match))
}

function fill(template: string, match: RegExpExecArray): string {
  return template.replace(/\$(\d)/g, (_reference, index: string) => match[Number(index)] ?? '')
}

function parseTarget(dest: string): Target {
  const [path = '', query = ''] = dest.split('?', 2)
  return { path, query: new URLSearchParams(query) }
}
