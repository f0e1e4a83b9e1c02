import * as z from 'zod'

const ratioShape = z.strictObject({
  /** For example `session, cold`. */
  what: z.string(),
  against: z.string(),
  /** Ours divided by theirs: below 1 is better for us. */
  ratio: z.number(),
  /** What the ratio is meant not to exceed. */
  goal: z.number().optional(),
  /** On which Node, or where else. */
  on: z.string(),
})

const tableShape = z.strictObject({
  title: z.string(),
  head: z.array(z.string()),
  rows: z.array(z.array(z.string())),
})

export const sectionShape = z.strictObject({
  ratios: z.array(ratioShape),
  tables: z.array(tableShape),
  notes: z.array(z.string()),
})

/** What a measure has to say. */
export type Section = z.output<typeof sectionShape>
export type Ratio = z.output<typeof ratioShape>
export type Table = z.output<typeof tableShape>
