import { z } from 'zod'
import { PostgresError } from './postgres-error.js'

/** Both drivers throw `DatabaseError`s with the protocol's fields under these names. */
const driverErrorSchema = z.object({
  code: z.string().regex(/^[0-9A-Z]{5}$/),
  message: z.string(),
  detail: z.string().optional(),
  hint: z.string().optional(),
  position: z.string().optional(),
  schema: z.string().optional(),
  table: z.string().optional(),
  column: z.string().optional(),
  constraint: z.string().optional(),
  severity: z.string().optional(),
})

const CONNECTION_FAILURE = '08006'

/** Makes whatever a driver threw a PostgresError; what has no SQLSTATE is a failed connection. */
export function toPostgresError(thrown: unknown): PostgresError {
  if (thrown instanceof PostgresError) return thrown
  const parsed = driverErrorSchema.safeParse(thrown)
  if (parsed.success) return new PostgresError(parsed.data, { cause: thrown })
  const message = thrown instanceof Error && thrown.message !== '' ? thrown.message : 'connection failed'
  return new PostgresError({ code: CONNECTION_FAILURE, message }, { cause: thrown })
}

/** Does what a driver does, with errors as `toPostgresError` gives them. */
export async function withPostgresErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    throw toPostgresError(thrown)
  }
}
