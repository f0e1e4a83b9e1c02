import { HasuraError } from '../errors.js'
import type { TokenPlace } from './jwt-config.js'

/**
 * The token at the one place where the configuration expects it, or `undefined` when nothing is there.
 *
 * @throws HasuraError `invalid-headers` when something else is there
 */
export function findToken(headers: Headers, place: TokenPlace): string | undefined {
  switch (place.type) {
    case 'Authorization':
      return bearerToken(headers.get('authorization'))
    case 'Cookie':
      return readCookie(headers.get('cookie') ?? '', place.name)
    case 'CustomHeader': {
      const value = headers.get(place.name)?.trim()
      return value?.startsWith('Bearer ') ? value.slice('Bearer '.length).trim() : value
    }
  }
}

function bearerToken(header: string | null): string | undefined {
  if (header === null) return undefined
  const [scheme, token, ...more] = header.trim().split(/\s+/)
  if (scheme !== 'Bearer' || token === undefined || more.length > 0) {
    throw new HasuraError('invalid-headers', 'Malformed Authorization header')
  }
  return token
}

function readCookie(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const separator = pair.indexOf('=')
    const bare = pair.slice(0, separator).replace(/^[ \t]+|(?<![ \t])[ \t]+$/g, '')
    if (separator > 0 && bare === name) return pair.slice(separator + 1).trim()
  }
  return undefined
}
