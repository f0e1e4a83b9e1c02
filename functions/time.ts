import { z } from 'zod'

/** A `timestamptz` as Hasura writes it. */
export const timestampShape = z.iso.datetime({ offset: true }).transform((value) => new Date(value))

/** The time so many seconds after another one, or before it where they are negative. */
export function addSeconds(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000)
}
