import { SourceMap } from 'node:module'
import { encode } from '@jridgewell/sourcemap-codec'
import { describe, expect, it } from 'vitest'
import { keepOwnLines } from '../../../dev/build/keep-own-lines.js'

const ours = 1
const map = JSON.stringify({
  version: 3,
  sources: ['../../node_modules/jose/dist/index.js', '../../functions/time.ts'],
  names: ['seal', 'toSeconds'],
  mappings: encode([
    [],
    [
      [0, 0, 7, 2, 0],
      [10, ours, 3, 0, 1],
      [14, ours, 3, 9],
      [20, ours, 4, 1],
      [30, 0, 9, 1],
      [40, 0, 10, 1],
    ],
  ]),
})

describe('keepOwnLines()', () => {
  const kept = JSON.parse(keepOwnLines(map))
  const originAt = (column: number) => new SourceMap(kept).findEntry(1, column)

  it('keeps file and line of what is ours', () => {
    expect(kept.sources).toEqual(['node_modules/jose', '../../functions/time.ts'])
    for (const column of [10, 14, 19])
      expect(originAt(column)).toMatchObject({ originalSource: '../../functions/time.ts', originalLine: 3 })
    expect(originAt(20)).toMatchObject({ originalLine: 4 })
  })

  it('names a package, and not the line of ours before it', () => {
    for (const column of [0, 30, 45])
      expect(originAt(column)).toMatchObject({ originalSource: 'node_modules/jose', originalLine: 0 })
  })
})
