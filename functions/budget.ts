/** How much time is left for what is being done. */
export interface Budget {
  /** Milliseconds until the answer must be on its way; below zero when that is over. */
  leftMs: () => number
  /** Whether so many calls fit in, one after another, even if each takes as long as a call may take. */
  fits: (calls: number) => boolean
}

interface BudgetOptions {
  /** Milliseconds on a clock that nobody sets. */
  elapsedMs: () => number
  /** How long one call to another server may take. */
  deadlineMs: number
}

// Vercel ends a function after 30 seconds (vercel.json) and answers 504 itself; what is left is for starting and answering.
export const requestBudgetMs = 25_000

/** The time of one request, beginning now. */
export function requestBudget({ elapsedMs, deadlineMs }: BudgetOptions): Budget {
  const endsAt = elapsedMs() + requestBudgetMs
  const leftMs = () => endsAt - elapsedMs()
  return { leftMs, fits: (calls) => leftMs() >= calls * deadlineMs }
}

/** Nobody waits for it: a command that an operator runs. */
export const unlimitedBudget: Budget = { leftMs: () => Number.POSITIVE_INFINITY, fits: () => true }
