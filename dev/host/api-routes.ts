import type { FunctionFile } from './list-functions.js'

interface ApiRoutes {
  beforeFiles: object[]
  afterFiles: object[]
}

/**
 * The rules that Vercel's builder adds for `api/` when no framework is used: no extension in URLs, one rule per dynamic
 * file, and nothing but functions below `/api`. Compared with a real build's config.json in the build lap.
 */
export function apiRoutes(functions: readonly FunctionFile[]): ApiRoutes {
  const beforeFiles = [
    { src: '^/(api(?:.+)?)/index(?:\\.(?:ts))?/?$', headers: { Location: '/$1' }, status: 308 },
    { src: '^/api/(.+)(?:\\.(?:ts))/?$', headers: { Location: '/api/$1' }, status: 308 },
  ]
  const dynamic = functions.filter(({ path }) => path.includes('[')).map(dynamicRoute)
  return { beforeFiles, afterFiles: [...dynamic, { src: '^/api(/.*)?$', status: 404 }] }
}

/** `[name]` takes one path segment and reaches the function as a query parameter. */
function dynamicRoute({ path }: FunctionFile): object {
  const names: string[] = []
  const source = path.replace(/\[([^\]]+)\]/g, (_segment, name: string) => {
    names.push(name)
    return '([^/]+)'
  })
  const query = names.map((name, index) => `${name}=$${index + 1}`).join('&')
  return { src: `^${source}$`, dest: `${path}?${query}`, check: true }
}
