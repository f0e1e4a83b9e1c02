/** The codes of Hasura's errors that this engine answers with; action webhooks may bring their own. */
export type HasuraErrorCode =
  | 'access-denied'
  | 'already-exists'
  | 'already-tracked'
  | 'already-untracked'
  | 'bad-request'
  | 'busy'
  | 'coercion-error'
  | 'concurrent-update'
  | 'conflict'
  | 'constraint-error'
  | 'constraint-violation'
  | 'data-exception'
  | 'dependency-error'
  | 'invalid-configuration'
  | 'invalid-headers'
  | 'invalid-json'
  | 'invalid-jwt'
  | 'invalid-params'
  | 'jwt-invalid-claims'
  | 'jwt-missing-role-claims'
  | 'metadata-warnings'
  | 'method-not-allowed'
  | 'not-exists'
  | 'not-found'
  | 'not-supported'
  | 'parse-failed'
  | 'permission-denied'
  | 'permission-error'
  | 'postgres-error'
  | 'postgres-max-connections-error'
  | 'start-failed'
  | 'timeout'
  | 'unexpected'
  | 'unexpected-payload'
  | 'validation-failed'

interface HasuraErrorOptions {
  /** Where in the request: `$.selectionSet.users.args.where`. */
  path?: string
  /** HTTP status of the endpoints that show one; `/v1/graphql` always answers 200. */
  status?: number
  /** Details for admins only. */
  internal?: unknown
  /** What an action's webhook sent as `extensions`; it replaces path and code. */
  extensions?: Record<string, unknown>
  cause?: unknown
}

/** Who is shown the `internal` part of errors: `DEV_MODE` shows it to everybody, else admins see it unless told otherwise. */
export type InternalErrors = 'everybody' | 'admins' | 'nobody'

/** An error as Hasura words it; one function at the edge turns it into a reply. */
export class HasuraError extends Error {
  override readonly name = 'HasuraError'
  /** A `HasuraErrorCode`, or whatever an action's webhook answered. */
  readonly code: string
  readonly path: string
  readonly status: number
  readonly internal: unknown
  readonly extensions: Record<string, unknown> | undefined

  constructor(code: HasuraErrorCode | (string & {}), message: string, options: HasuraErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.path = options.path ?? '$'
    this.status = options.status ?? (code === 'unexpected' ? 500 : 400)
    this.internal = options.internal
    this.extensions = options.extensions
  }

  /** The same for those who must not see what lies behind it. */
  withoutInternal(): HasuraError {
    const { code, message, path, status, extensions, cause } = this
    return new HasuraError(code, message, { path, status, cause, ...(extensions && { extensions }) })
  }
}
