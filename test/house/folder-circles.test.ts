import { describe, expect, test } from 'vitest'
import { folderImports, foldersInCircles } from '../../dev/house/folder-circles.js'
import { repository } from '../../dev/repository.js'

const circles = (imports: Record<string, string[]>) =>
  foldersInCircles(new Map(Object.entries(imports).map(([folder, targets]) => [folder, new Set(targets)])))

describe('foldersInCircles()', () => {
  test('finds two that import each other, and those further round', () => {
    expect(circles({ a: ['b'], b: ['a'] })).toEqual(['a', 'b'])
    expect(circles({ a: ['b'], b: ['c'], c: ['a'], d: ['a'] })).toEqual(['a', 'b', 'c'])
  })

  test('finds none where imports go one way', () => {
    expect(circles({ a: ['b', 'c'], b: ['c'], c: [] })).toEqual([])
  })
})

describe('functions/', () => {
  const imports = folderImports(`${repository}/functions`)

  test('is read whole, with what it imports as types', () => {
    expect([...(imports.get('deps.ts') ?? [])]).toContain('hasura')
    expect([...(imports.get('sign-in') ?? [])]).toContain('session')
  })

  test('has no folder that imports one that imports it', () => {
    expect(foldersInCircles(imports)).toEqual([])
  })
})
