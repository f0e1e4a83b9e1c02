import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../server/support.js'
import { type ProbedRow, readRows, renderRows } from './rows.js'
import { tryRow } from './try-row.js'

const engine = new URL('../../../', import.meta.url)
const rows = readRows()
const probed = rows.filter((row): row is ProbedRow => row.answer !== 'served')

/** Everything that the schemas of the metadata refuse to support, by the words that they do it with. */
const REFUSED_BY_SCHEMAS = ['metadata.ts', 'schemas/source.ts', 'schemas/table.ts'].flatMap((file) =>
  [
    ...readFileSync(new URL(`src/metadata/${file}`, engine), 'utf8').matchAll(/unsupported\(\s*'([^']+)'/g),
  ].map(([, feature]) => `${feature} are not supported by this engine`),
)

describe('the table of the README', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server?.close())

  test('is made of the rows that are tried here', () => {
    const [, after = ''] = readFileSync(new URL('README.md', engine), 'utf8').split(/\n(?=\| What \|)/)
    expect(after.split('\n\n')[0]?.split('\n')).toEqual(renderRows(rows))
  })

  test('has every feature once', () => {
    const features = rows.map(({ feature }) => feature)
    expect([...new Set(features)]).toEqual(features)
  })

  test('leaves out nothing that the metadata’s schemas refuse', () => {
    const said = probed.map((row) => ('says' in row ? row.says : ''))
    expect(REFUSED_BY_SCHEMAS.length).toBeGreaterThan(0)
    expect(REFUSED_BY_SCHEMAS.filter((words) => !said.includes(words))).toEqual([])
  })

  test.each(rows.filter((row) => row.answer === 'served'))('shows that it serves: $feature', ({ shown }) => {
    expect(shown.filter((file) => !existsSync(new URL(`test/${file}`, engine)))).toEqual([])
  })

  test.each(probed)('tells the truth of: $feature ($answer)', async (row) => {
    const outcome = await tryRow(row, server)
    if (row.answer === 'refused') {
      expect(outcome.refused).toContain(row.says)
      if (row.files) expect(outcome.refused).toMatch(/^\S+\.yaml:\d+: /)
      expect(outcome.status).toBe(row.status)
    } else {
      const warnings = row.answer === 'warned of' ? [expect.stringContaining(row.says)] : []
      expect(outcome).toEqual({ warnings })
    }
  })
})
