/** Parses a URL, or gives undefined where `new URL` would throw. */
export function parseUrl(value: string, base?: string): URL | undefined {
  return URL.canParse(value, base) ? new URL(value, base) : undefined
}
