import { PostgresError } from '../database/postgres-error.js'
import { connectionError } from '../error-body.js'
import { HasuraError, type HasuraErrorCode } from '../errors.js'

interface Wording {
  code: HasuraErrorCode
  message: (postgres: string) => string
}

const WORDINGS: Readonly<Record<string, Wording>> = {
  '23502': { code: 'constraint-violation', message: (text) => `Not-NULL violation. ${text}` },
  '23503': { code: 'constraint-violation', message: (text) => `Foreign key violation. ${text}` },
  '23505': { code: 'constraint-violation', message: (text) => `Uniqueness violation. ${text}` },
  '23P01': { code: 'constraint-violation', message: (text) => `Exclusion violation. ${text}` },
  '23001': {
    code: 'constraint-violation',
    message: (text) => `Can not delete or update due to data being referred. ${text}`,
  },
  '23514': { code: 'permission-error', message: (text) => `Check constraint violation. ${text}` },
  '22025': { code: 'bad-request', message: (text) => text },
  '42P10': {
    code: 'constraint-error',
    message: () => 'there is no unique or exclusion constraint on target column(s)',
  },
  '42704': { code: 'constraint-error', message: (text) => text },
  '40001': { code: 'concurrent-update', message: () => 'serialization failure due to concurrent update' },
}

/**
 * What a client gets to hear of a statement that failed; other errors pass unchanged. A full disk or a database that
 * only reads has no words of its own.
 *
 * @see Hasura.Backends.Postgres.Execute.Types, dmlTxErrorHandler
 */
export function mapPostgresError(error: unknown, path: string): unknown {
  if (!(error instanceof PostgresError)) return error
  if (error.isConnectionFailure) return connectionError(error)
  const internal = { error: describe(error) }
  const wording = WORDINGS[error.code]
  if (wording) {
    return new HasuraError(wording.code, wording.message(error.message), { path, internal, cause: error })
  }
  if (error.code.startsWith('22')) {
    return new HasuraError('data-exception', error.message, { path, internal, cause: error })
  }
  return new HasuraError('unexpected', 'database query error', { path, internal, cause: error })
}

function describe(error: PostgresError): Record<string, unknown> {
  return {
    exec_status: 'FatalError',
    hint: error.hint ?? null,
    message: error.message,
    status_code: error.code,
    description: error.detail ?? null,
  }
}
