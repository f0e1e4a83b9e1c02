import { z } from 'zod'

/** A `timestamptz` as Hasura writes it. */
export const timestamp = z.iso.datetime({ offset: true }).transform((value) => new Date(value))
