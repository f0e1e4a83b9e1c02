/** What Postgres says about a failed statement, in the same shape for both drivers. */
interface PostgresErrorFields {
  /** SQLSTATE; `08006` also stands for a server that cannot be reached. */
  code: string
  message: string
  detail?: string | undefined
  hint?: string | undefined
  position?: string | undefined
  schema?: string | undefined
  table?: string | undefined
  column?: string | undefined
  constraint?: string | undefined
  severity?: string | undefined
}

const TOO_MANY_CONNECTIONS = '53300'

/** A statement that Postgres refused, or a Postgres that is not there. */
export class PostgresError extends Error implements PostgresErrorFields {
  override readonly name = 'PostgresError'
  readonly code: string
  readonly detail: string | undefined
  readonly hint: string | undefined
  readonly position: string | undefined
  readonly schema: string | undefined
  readonly table: string | undefined
  readonly column: string | undefined
  readonly constraint: string | undefined
  readonly severity: string | undefined

  constructor(fields: PostgresErrorFields, options?: ErrorOptions) {
    super(fields.message, options)
    this.code = fields.code
    this.detail = fields.detail
    this.hint = fields.hint
    this.position = fields.position
    this.schema = fields.schema
    this.table = fields.table
    this.column = fields.column
    this.constraint = fields.constraint
    this.severity = fields.severity
  }

  /** Class 08 and others that no statement brings about: the connection failed, nothing can be said about it. */
  get isConnectionFailure(): boolean {
    return this.code.startsWith('08') || this.code.startsWith('57P') || this.code === TOO_MANY_CONNECTIONS
  }
}
