export interface Spread {
  median: number
  /** A quarter of the values is below. */
  low: number
  /** A quarter of the values is above. */
  high: number
}

/** @throws TypeError for no values: nothing was measured */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new TypeError('nothing was measured')
  const sorted = [...values].sort((a, b) => a - b)
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) }
}

/** What is left of a spread when something that every value contains is taken off. */
export function withoutBase({ median, low, high }: Spread, base: number): Spread {
  return { median: median - base, low: low - base, high: high - base }
}

/** Between two values by their distance, as R does by default (type 7). */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? 0
  const above = sorted[Math.ceil(place)] ?? 0
  return below + (above - below) * (place - Math.floor(place))
}
