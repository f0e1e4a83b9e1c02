import { copyRequest } from './copy-request.js'
import type { Deployment } from './deployment.js'
import { forwardedHeaders } from './forwarded-headers.js'
import { functionUrl } from './function-url.js'
import { invokeFunction } from './invoke-function.js'
import { type Destination, routeRequest } from './route-request.js'
import { serveFile } from './serve-file.js'

interface HostRequest {
  request: Request
  clientAddress: string
  log(line: string): void
}

/** Answers one request of a deployment. */
export async function answerRequest(deployment: Deployment, incoming: HostRequest): Promise<Response> {
  const url = new URL(incoming.request.url)
  if (url.pathname.includes('//') && isRead(incoming.request)) return redirectToSinglePath(url)
  url.pathname = singlePath(url.pathname)
  const files = await deployment.listStatic()
  const find = (path: string) => {
    if (files.has(decodePath(path))) return 'file'
    return deployment.functions.has(path) ? 'function' : undefined
  }
  const destination = routeRequest(incoming.request.method, url.pathname, deployment.routes, find)
  const response = await serveDestination(destination, deployment, files, incoming)
  return withRouteHeaders(response, destination, url)
}

function serveDestination(
  destination: Destination,
  deployment: Deployment,
  files: ReadonlyMap<string, string>,
  incoming: HostRequest,
): Promise<Response> | Response {
  if (destination.kind === 'file') {
    const file = files.get(decodePath(destination.path))
    if (file) return serveFile(incoming.request, file, destination.status)
  }
  if (destination.kind === 'function') {
    const fn = deployment.functions.get(destination.path)
    if (fn) return invokeFunction(fn, functionRequest(incoming, destination.query), incoming.log)
  }
  return plainAnswer(destination.kind === 'answer' ? destination.status : 404)
}

function functionRequest({ request, clientAddress }: HostRequest, query: URLSearchParams): Request {
  const headers = forwardedHeaders(request, clientAddress)
  const url = new URL(request.url)
  url.pathname = singlePath(url.pathname)
  return copyRequest(request, functionUrl(url.href, query), headers)
}

/** What a function says itself goes before what vercel.json says for its path; a file says nothing itself. */
function withRouteHeaders(response: Response, destination: Destination, url: URL): Response {
  const headers = new Headers(response.headers)
  for (const [name, value] of destination.headers) {
    if (name === 'location') headers.set(name, `${value}${url.search}`)
    else if (!headers.has(name) || isGuessedOfFile(name, destination)) headers.set(name, value)
  }
  return new Response(response.body, { status: response.status, headers })
}

function isGuessedOfFile(name: string, { kind }: Destination): boolean {
  return kind === 'file' && (name === 'cache-control' || name === 'content-type')
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD'
}

/**
 * Vercel does this before it looks at any rule, which keeps `//evil.example/` out of the rules' own redirects. Only who
 * reads is redirected; what is sent goes on with single slashes, because Hasura, for one, follows no redirect.
 */
function redirectToSinglePath(url: URL): Response {
  const location = `${singlePath(url.pathname)}${url.search}`
  return new Response(null, { status: 308, headers: { location } })
}

function singlePath(pathname: string): string {
  return pathname.replace(/\/{2,}/g, '/')
}

function plainAnswer(status: number): Response {
  if (status !== 404) return new Response(null, { status })
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-vercel-error': 'NOT_FOUND' }
  return new Response('The page could not be found\n\nNOT_FOUND\n', { status, headers })
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
