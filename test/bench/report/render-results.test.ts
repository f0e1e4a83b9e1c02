import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { measureTitles } from '../../../bench/src/measures/measure-titles.js'
import { formatNumber } from '../../../bench/src/report/format-number.js'
import { renderResults } from '../../../bench/src/report/render-results.js'
import { resultsFiles, resultsShape } from '../../../bench/src/report/results.js'

const measured = {
  on: '2026-11-23',
  rounds: 3,
  command: 'npm run bench -- --only session --rounds 3',
  machine: 'a machine',
  versions: ['Node 24.0.0', 'next-auth 4.24.15'],
  section: {
    ratios: [
      { what: 'session read', against: 'next-auth 4', ratio: 0.2, goal: 0.25, on: 'Node 24.0.0' },
      { what: 'session read', against: '@auth/core', ratio: 0.2, goal: 0.125, on: 'Node 24.0.0' },
      { what: 'session read', against: 'better-auth', ratio: 0.1234, on: 'Node 24.0.0' },
    ],
    tables: [{ title: 'CPU', head: ['who', 'µs'], rows: [['ours | theirs', '12']] }],
    notes: ['A note.'],
  },
}

describe('renderResults()', () => {
  const page = renderResults({ session: measured })

  it('begins with the ratios, and says which goal is reached', () => {
    expect(page.indexOf('## Ratios')).toBeLessThan(page.indexOf('## Cold start'))
    expect(page).toContain('| session read | next-auth 4 | **0.200** | ≤ 0.250 | yes | Node 24.0.0 |')
    expect(page).toContain('| session read | @auth/core | **0.200** | ≤ 0.125 | **no** | Node 24.0.0 |')
    expect(page).toContain('| session read | better-auth | **0.123** |  |  | Node 24.0.0 |')
  })

  it('says of each measure when, where, how often and how again', () => {
    expect(page).toContain(
      'Measured on 2026-11-23 in 3 rounds by `npm run bench -- --only session --rounds 3`; a machine; Node 24.0.0, next-auth 4.24.15.',
    )
  })

  it('lets no cell end its table', () => {
    expect(page).toContain('| ours \\| theirs | 12 |')
  })

  it.each(Object.entries(measureTitles))('has a place for %s, measured or not', (name, title) => {
    expect(page).toContain(`## ${title}\n`)
    expect(page.includes(`npm run bench -- --only ${name}\`.`)).toBe(name !== 'session')
  })

  it('made the page that is committed of the numbers that are', () => {
    const results = resultsShape.parse(JSON.parse(readFileSync(resultsFiles.json, 'utf8')))
    expect(readFileSync(resultsFiles.markdown, 'utf8')).toBe(renderResults(results))
  })
})

describe('formatNumber()', () => {
  it.each([
    [1234567, '1 234 567'],
    [123.45, '123'],
    [12.345, '12.3'],
    [1.2345, '1.23'],
    [0.12345, '0.123'],
    [0.00001, '0.000'],
    [0, '0.00'],
    [-1.5, '-1.50'],
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text)
  })
})
