import { expect, test } from 'vitest'
import { failures } from '../../functions/failures.js'
import { codeOf, tableRows } from './support/markdown.js'
import { readText } from './support/repository.js'

test('docs/errors.md names every code with its status and its sentence', () => {
  const documented = tableRows(readText('docs/errors.md')).map(([code, status, , sentence]) => [
    codeOf(code),
    { status: Number(status), message: sentence },
  ])
  const answered = Object.entries(failures).map(([code, { status, message }]) => [code, { status, message }])
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(answered))
})

test('docs/errors.md says something to do for every code', () => {
  const silent = tableRows(readText('docs/errors.md')).filter((row) => row.length !== 5 || row.includes(''))
  expect(silent).toEqual([])
})
