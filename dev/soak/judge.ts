import type { Counts } from './fault-run.js'

/** Says what was counted otherwise than it should be: nothing when all is well. */
export function judge(should: Counts, counted: Counts): string[] {
  return Object.entries(should)
    .filter(([name, wanted]) => counted[name] !== wanted)
    .map(([name, wanted]) => `${name}: ${counted[name] ?? 'not counted'}, should be ${wanted}`)
}

/** For people: `20 people, 0 signed out`. */
export function describeCounts(counts: Counts): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')
}
