import type { Budget } from './budget.js'

/** A tenth of a second of a database, and the locks of as many rows. */
export const portionSize = 1000

/**
 * Repeats a step for as long as it says that there is more, and there is time.
 *
 * @returns whether the time was up before everything was done
 */
export async function inPortions(budget: Budget, step: () => Promise<boolean>): Promise<boolean> {
  let more: boolean
  do {
    more = await step()
  } while (more && budget.fits(1))
  return more
}
