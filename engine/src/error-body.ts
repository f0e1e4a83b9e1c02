import { PostgresError } from './database/postgres-error.js'
import { HasuraError } from './errors.js'

/** Makes anything that was thrown the error that a client may see; only Hasura's own are shown as they are. */
export function toHasuraError(thrown: unknown): HasuraError {
  if (thrown instanceof HasuraError) return thrown
  if (thrown instanceof PostgresError && thrown.isConnectionFailure) return connectionError(thrown)
  return new HasuraError('unexpected', 'internal error', { cause: thrown })
}

/** A database that cannot be reached. @see Hasura.Base.Error, FromPGConnErr */
export function connectionError(cause: PostgresError): HasuraError {
  const options = { cause, internal: cause.message, status: 500 }
  return cause.message.includes('too many clients')
    ? new HasuraError('postgres-max-connections-error', 'max connections reached on postgres', options)
    : new HasuraError('postgres-error', 'connection error', options)
}

/** The body of an error outside GraphQL: `{path, error, code}`. Only admins reach these endpoints, so `internal` shows. */
export function plainErrorBody(error: HasuraError): object {
  return {
    path: error.path,
    error: error.message,
    code: error.code,
    ...(error.internal !== undefined && { internal: error.internal }),
  }
}

/** The body of a GraphQL error that arose before there was a session. */
export function graphqlErrorBody(error: HasuraError): object {
  return { errors: [{ message: error.message, extensions: { path: error.path, code: error.code } }] }
}
