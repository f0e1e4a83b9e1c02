import { isObject } from './json.js'

/** A request, its headers, or its cookies, in the forms in which frameworks have them. */
export type CookieSource =
  /** `Request`, and Node's `IncomingMessage` with a router's request that is made of it. */
  | { headers: HeadersLike | { cookie?: string | undefined } }
  | HeadersLike
  /** A store like that of Next.js' `await cookies()`. */
  | { get(name: string): { value: string } | undefined }
  /** Cookies that were parsed by somebody. */
  | { cookies: Readonly<Partial<Record<string, string>>> }
  | ((name: string) => string | undefined)

interface HeadersLike {
  get(name: string): string | null
}

// Nothing else is blank in a header: what a neighbour's host sets as U+00A0 and our name is another cookie.
const blanksAround = /^[ \t]+|(?<![ \t])[ \t]+$/g

/** Every value that came under a name. */
export type CookieValues = (name: string) => string[]

/** @throws TypeError for what has no cookies, like a promise of them that was not awaited */
export function cookieValuesOf(source: CookieSource): CookieValues {
  if (typeof source === 'function') return (name) => present(source(name))
  if ('headers' in source) return cookieValuesOf(headersOf(source.headers))
  if ('cookies' in source) {
    const { cookies } = source
    return (name) => present(cookies[name])
  }
  if ('get' in source) return valuesByGet(source)
  throw new TypeError('a session is read from a request, its headers or its cookies')
}

function headersOf(headers: HeadersLike | { cookie?: string | undefined }): HeadersLike {
  return isHeaders(headers) ? headers : { get: () => headers.cookie ?? null }
}

function isHeaders(headers: object): headers is HeadersLike {
  return 'get' in headers && typeof headers.get === 'function'
}

/** Headers and stores have the same method. Told apart by what it gives, because each runtime has classes of its own. */
function valuesByGet(source: { get(name: string): unknown }): CookieValues {
  const header = source.get('cookie')
  if (header !== null && typeof header !== 'string') return (name) => present(valueIn(source.get(name)))
  const pairs = (header ?? '').split(';').map((pair) => pair.replace(blanksAround, ''))
  return (name) =>
    pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1))
}

const valueIn = (entry: unknown) => (isObject(entry) ? entry['value'] : undefined)

const present = (value: unknown): string[] => (typeof value === 'string' ? [value] : [])
