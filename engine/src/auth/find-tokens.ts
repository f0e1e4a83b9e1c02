import { HasuraError } from '../errors.js'
import type { TokenPlace } from './jwt-config.js'

/**
 * The tokens at the one place where a secret expects them: none, one, or several cookies of the same name.
 *
 * @throws HasuraError `invalid-headers` when something else is there
 */
export function findTokens(headers: Headers, place: TokenPlace): string[] {
  switch (place.type) {
    case 'Authorization':
      return bearerToken(headers.get('authorization'))
    case 'Cookie':
      return readCookies(headers.get('cookie') ?? '', place.name)
    case 'CustomHeader': {
      const value = headers.get(place.name)?.trim()
      if (value === undefined) return []
      return [value.startsWith('Bearer ') ? value.slice('Bearer '.length).trim() : value]
    }
  }
}

function bearerToken(header: string | null): string[] {
  if (header === null) return []
  const [scheme, token, ...more] = header.trim().split(/\s+/)
  if (scheme !== 'Bearer' || token === undefined || more.length > 0) {
    throw new HasuraError('invalid-headers', 'Malformed Authorization header')
  }
  return [token]
}

function readCookies(header: string, name: string): string[] {
  return header.split(';').flatMap((pair) => {
    const separator = pair.indexOf('=')
    const bare = pair.slice(0, separator).replace(/^[ \t]+|(?<![ \t])[ \t]+$/g, '')
    return separator > 0 && bare === name ? [pair.slice(separator + 1).trim()] : []
  })
}
