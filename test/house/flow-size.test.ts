import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { flows, measureFlow } from '../../dev/house/flows.js'
import { sourceFiles } from '../../dev/house/read-imports.js'
import { repository } from '../../dev/repository.js'

const maxLines = 120

describe('a flow', () => {
  test.each(flows)('$name reads in $maxFiles files', (flow) => {
    const files = measureFlow(flow)
    expect(files.length).toBeGreaterThan(10)
    expect(files.length, files.join('\n')).toBeLessThanOrEqual(flow.maxFiles)
  })
})

test(`no file of functions/, api/ or server/ is longer than ${maxLines} lines`, () => {
  const files = sourceFiles.filter((file) => /^(functions|api|server)\//.test(file))
  const lines = (file: string) => readFileSync(`${repository}/${file}`, 'utf8').trimEnd().split('\n').length
  expect(files.length).toBeGreaterThan(100)
  expect(files.filter((file) => lines(file) > maxLines)).toEqual([])
})
