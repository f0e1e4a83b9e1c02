import { describe, expect, test } from 'vitest'
import { readText } from './support/repository.js'
import { idsIn, provingFiles, readStatements, statementRow } from './support/statements.js'

const page = readText('docs/statements.md')
const statements = readStatements(page)
const defined = statements.map(({ id }) => id)
const proving = provingFiles()

describe('docs/statements.md', () => {
  test('has a row for each id that the name of a test carries: these are to be added', () => {
    const missing = [...proving].filter(([id]) => !defined.includes(id))
    expect(missing.map(([id, files]) => statementRow(id, '…', files))).toEqual([])
  })

  test('has no row that no test proves, and none twice', () => {
    expect(proving.size).toBeGreaterThan(180)
    expect(defined.filter((id) => !proving.has(id))).toEqual([])
    expect(defined.filter((id, index) => defined.indexOf(id) !== index)).toEqual([])
  })

  test('claims something in every row', () => {
    expect(statements.filter(({ claim }) => !/^\S.{20,}\.$/.test(claim))).toEqual([])
  })

  // With -u it is written.
  test('says in which files each id is proven', async () => {
    const rows = new Map(
      statements.map(({ id, claim }) => [id, statementRow(id, claim, proving.get(id) ?? [])]),
    )
    const lines = page.split('\n').map((line) => rows.get(/^\| (\S+) \|/.exec(line)?.[1] ?? '') ?? line)
    await expect(lines.join('\n')).toMatchFileSnapshot('../../docs/statements.md')
  })
})

test('SECURITY.md calls only on statements that are defined', () => {
  const called = idsIn(readText('SECURITY.md'))
  expect(called.size).toBeGreaterThan(30)
  expect([...called].filter((id) => !defined.includes(id))).toEqual([])
})
