import type { Counted } from './count-blocks.js'

/** What one statement read in a small database and in a large one. */
export interface Growth {
  operation: string
  sql: string
  isInner: boolean
  /** Blocks of one call. */
  small: number
  large: number
  ratio: number
}

type CountedByOperation = ReadonlyMap<string, readonly Counted[]>

/** Statements that were sent in both, those that grew most first. */
export function compareGrowth(small: CountedByOperation, large: CountedByOperation): Growth[] {
  const grown = [...large].flatMap(([operation, statements]) =>
    statements.flatMap(({ sql, isInner, ...counted }) => {
      const before = small.get(operation)?.find((one) => one.sql === sql && one.isInner === isInner)
      if (!before) return []
      const [was, is] = [perCall(before), perCall(counted)]
      return [{ operation, sql, isInner, small: was, large: is, ratio: ratioOf(was, is) }]
    }),
  )
  return grown.sort((a, b) => b.ratio - a.ratio)
}

function perCall({ blocks, calls }: Pick<Counted, 'blocks' | 'calls'>): number {
  return blocks / calls
}

function ratioOf(small: number, large: number): number {
  return large === 0 ? 1 : large / Math.max(small, 1)
}
