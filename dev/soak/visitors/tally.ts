import type { Told } from './visitor.js'

/** How many learned what. */
export function tally(told: readonly Told[]): Record<Told, number> {
  const counts: Record<Told, number> = { done: 0, 'try again': 0, 'signed out': 0, refused: 0 }
  for (const one of told) counts[one] += 1
  return counts
}
