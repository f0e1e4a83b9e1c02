import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { importClosure } from '../../dev/house/import-closure.js'
import { readImports } from '../../dev/house/read-imports.js'

const folder = mkdtempSync(join(tmpdir(), 'imports-'))
afterAll(() => rmSync(folder, { recursive: true }))

const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

test.each([
  ["import { a } from './b.js'", false],
  ["import './b.js'", false],
  ["import a from './b.js'", false],
  ["import * as a from './b.js'", false],
  ["import { type A, a } from './b.js'", false],
  ["export { a } from './b.js'", false],
  ["export * from './b.js'", false],
  ["import type { A } from './b.js'", true],
  ["import { type A, type B } from './b.js'", true],
  ["export type { A } from './b.js'", true],
  ["export { type A } from './b.js'", true],
])('readImports() tells what is loaded from types: %s', (text, isTypeOnly) => {
  expect(readImports(write('a.ts', text))).toEqual([{ target: join(folder, 'b.ts'), isTypeOnly }])
})

test('readImports() leaves packages out', () => {
  expect(readImports(write('a.ts', "import { z } from 'zod'\nimport 'node:fs'"))).toEqual([])
})

test('importClosure() follows what is loaded, once each, and no types', () => {
  const entry = write('entry.ts', "import './one.js'\nimport type { T } from './types.js'")
  write('one.ts', "import { two } from './two.js'")
  write('two.ts', "import './entry.js'")
  const names = importClosure(entry, folder).map((file) => file.slice(folder.length + 1))
  expect(names).toEqual(['entry.ts', 'one.ts', 'two.ts'])
})
