import { decode, encode } from '@jridgewell/sourcemap-codec'
import { z } from 'zod'

const mapShape = z.object({ sources: z.array(z.string()), mappings: z.string() })

/**
 * A source map that has our own files by their lines, and of a package its name: with every line of every package it is
 * larger than the code.
 *
 * @param map as esbuild writes it
 * @see ECMA-426
 */
export function keepOwnLines(map: string): string {
  const { sources, mappings } = mapShape.parse(JSON.parse(map))
  const named = sources.map((source) => packageIn(source) ?? source)
  const kept = [...new Set(named)]
  const indexOf = new Map(named.map((name, index) => [index, kept.indexOf(name)]))
  const isPackage = (index: number) => kept[index]?.startsWith(packages) === true
  const lines = decode(mappings).map((line) =>
    line.flatMap(([column, source = -1, sourceLine = 0]): Place[] => {
      const index = indexOf.get(source)
      return index === undefined ? [] : [[column, index, isPackage(index) ? 0 : sourceLine, 0]]
    }),
  )
  return JSON.stringify({ version: 3, sources: kept, names: [], mappings: encode(lines.map(withoutRepeats)) })
}

type Place = [column: number, source: number, line: number, sourceColumn: number]

const packages = 'node_modules/'

function packageIn(source: string): string | undefined {
  const [, name] = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ?? []
  return name && `${packages}${name}`
}

/** A place is told by its file and line: of neighbours with the same the first is enough. */
function withoutRepeats(line: Place[]): Place[] {
  return line.filter(([, source, sourceLine], index) => {
    const before = line[index - 1]
    return before?.[1] !== source || before[2] !== sourceLine
  })
}
