import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { flows, measureFlow } from '../../dev/house/flows.js'
import { sourceFiles } from '../../dev/house/folder-circles.js'
import { repository } from '../../dev/repository.js'

const maxLines = 120

describe('a flow', () => {
  test.each(flows)('$name reads in $maxFiles files', (flow) => {
    const files = measureFlow(flow)
    expect(files).toContain(flow.entry)
    expect(files.length, files.join('\n')).toBeLessThanOrEqual(flow.maxFiles)
  })
})

test(`no file of functions/ or api/ is longer than ${maxLines} lines`, () => {
  const files = ['functions', 'api'].flatMap((folder) => sourceFiles(`${repository}/${folder}`))
  const long = files.filter((file) => readFileSync(file, 'utf8').trimEnd().split('\n').length > maxLines)
  expect(files.length).toBeGreaterThan(100)
  expect(long).toEqual([])
})
