import { expect, test } from 'vitest'
import { sourceFiles } from '../../dev/house/read-imports.js'

/** A tree of tests, the sources it mirrors, and its folders that mirror none. */
const mirrors = [
  { tests: 'test/functions/', sources: 'functions/', others: [] },
  { tests: 'test/cli/', sources: 'cli/', others: [] },
  { tests: 'test/bench/', sources: 'bench/src/', others: [] },
  { tests: 'test/dev/', sources: 'dev/', others: [] },
  { tests: 'test/server/', sources: 'server/', others: ['support/'] },
  { tests: 'engine/test/', sources: 'engine/src/', others: ['conformance/', 'projects/', 'support/'] },
]

test.each(mirrors)('$tests has the folders of $sources', ({ tests, sources, others }) => {
  const below = sourceFiles.filter((file) => file.startsWith(tests)).map((file) => file.slice(tests.length))
  const misplaced = below.filter((file) => {
    const folder = file.slice(0, file.lastIndexOf('/') + 1)
    if (others.some((other) => folder.startsWith(other))) return false
    return !sourceFiles.some((source) => source.startsWith(sources + folder))
  })
  expect(below.length).toBeGreaterThan(0)
  expect(misplaced).toEqual([])
})
