import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'

/** The name of the map beside the bundle, which the bundler fills in. Sources have none. */
declare const bundleMap: string | undefined

let map: SourceMap | undefined

/**
 * Finds the line of ours that a line of a stack stands for: a deployed function is one file with few line ends.
 *
 * @param stackLine such as `at open (file:///var/task/.build/functions/health.js:3:1042)`
 * @returns such as `at functions/seal/sealer.ts:71`; the line as it is where it stands for none of ours, as one of Node's
 */
export function sourcePlace(stackLine: string): string {
  const [, line, column] = /:(\d+):(\d+)\)?$/.exec(stackLine) ?? []
  // A map answers for every line, also for one of another file.
  const isOfBundle = typeof bundleMap !== 'undefined' && stackLine.includes(`${import.meta.url}:`)
  if (!isOfBundle || line === undefined) return stackLine
  try {
    map ??= new SourceMap(
      JSON.parse(readFileSync(fileURLToPath(new URL(bundleMap, import.meta.url)), 'utf8')),
    )
    const place = map.findOrigin(Number(line), Number(column))
    if (!('fileName' in place) || !place.fileName) return stackLine
    return `at ${decodeURIComponent(place.fileName).replace(/^(\.\.\/)+/, '')}:${place.lineNumber}`
  } catch {
    return stackLine
  }
}
