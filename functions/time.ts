import * as z from 'zod'

/** A `timestamptz` as Hasura writes it. */
export const timestampShape = z.iso.datetime({ offset: true }).transform((value) => new Date(value))

/** Whole seconds since 1970, as JWTs count time (RFC 7519 section 2). */
export function toSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}

/** The time so many seconds after another one, or before it where they are negative. */
export function addSeconds(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000)
}
