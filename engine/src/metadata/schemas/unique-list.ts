import { z } from 'zod'

/** A list without two entries of the same key; the second is the mistake. */
export function uniqueList<Item extends z.ZodType>(
  item: Item,
  things: string,
  keyOf: (entry: z.output<Item>) => string,
) {
  return z.array(item).superRefine((entries, context) => {
    const seen = new Set<string>()
    for (const [index, entry] of entries.entries()) {
      const key = keyOf(entry)
      const message = `multiple declarations exist for the following ${things}: ${key}`
      if (seen.has(key)) context.addIssue({ code: 'custom', path: [index], message })
      seen.add(key)
    }
  })
}
