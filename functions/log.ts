type LogFields = Record<string, string | number | boolean | null | undefined>

export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
  /** The same log with fields that every line of a request shares. */
  with(fields: LogFields): Log
}

interface LogOptions {
  write: (line: string) => void
  now: () => Date
  /** Values that no line may hold, whatever a caller passes. */
  secrets: readonly string[]
}

// GitHub's token prefixes, anything that looks like a JWT or JWE, and our refresh tokens.
const tokenShapes = [
  /\bgh[oupsr]_\w+/g,
  /\bgithub_pat_\w+/g,
  /\beyJ[\w-]+(\.[\w-]*){2,4}/g,
  /\bv[12]\.[0-9a-f-]{36}\.\d+(\.[\w-]+)+/g,
]

/**
 * Makes a log of one-line JSON.
 *
 * Callers name plain fields one by one and never pass an error or a request as it is. Redaction is the second
 * line of defence, because octokit's errors hold the client secret and graphql-request's messages hold variables.
 */
export function createLog(options: LogOptions, shared: LogFields = {}): Log {
  const line =
    (level: string) =>
    (event: string, fields: LogFields = {}) => {
      const fixed = { time: options.now().toISOString(), level, event }
      // Once more at the end: no field, whatever its name, says that something else happened.
      const entry = { ...fixed, ...shared, ...fields, ...fixed }
      options.write(JSON.stringify(entry, (_key, value: unknown) => redact(value, options.secrets)))
    }
  return {
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    with: (fields) => createLog(options, { ...shared, ...fields }),
  }
}

function redact(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value !== 'string') return value
  const withoutSecrets = secrets.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), value)
  return tokenShapes.reduce((text, shape) => text.replace(shape, '[redacted]'), withoutSecrets)
}
