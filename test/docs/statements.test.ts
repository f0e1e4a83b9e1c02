import { expect, test } from 'vitest'
import { readText, repositoryFiles } from './support/repository.js'

const statement = /S-[A-Z]+-\d{2}/g
// The name of a test is a text that stands alone on its line or begins a call or a list.
const named = /(?:^\s*|[([]\s*)(['"`])((?:(?!\1).)*)\1/gm

test('SECURITY.md calls only on statements that a test is named after', () => {
  const tests = repositoryFiles().filter((path) => path.startsWith('test/') && path.endsWith('.ts'))
  const names = tests.flatMap((path) => [...readText(path).matchAll(named)].map(([, , name]) => name ?? ''))
  const proven = new Set(names.flatMap((name) => name.match(statement) ?? []))
  const called = new Set(readText('SECURITY.md').match(statement))
  expect(called.size).toBeGreaterThan(30)
  expect([...called].filter((id) => !proven.has(id))).toEqual([])
})
