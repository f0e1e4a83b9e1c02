import ts from 'typescript'
import { expect, test } from 'vitest'
import { importClosure } from '../../../dev/house/import-closure.js'
import { importsIn } from '../../../dev/house/read-imports.js'

const importsOfText = (text: string) => [
  ...importsIn('dev/house/a.ts', ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true)),
]

test.each([
  ["import { a } from './flows.js'", false],
  ["import './flows.js'", false],
  ["import a from './flows.js'", false],
  ["import * as a from './flows.js'", false],
  ["import { type A, a } from './flows.js'", false],
  ["export { a } from './flows.js'", false],
  ["export * from './flows.js'", false],
  ["const { a } = await import('./flows.js')", false],
  ["import type { A } from './flows.js'", true],
  ["import { type A, type B } from './flows.js'", true],
  ["export type { A } from './flows.js'", true],
  ["export { type A } from './flows.js'", true],
  ["let a: import('./flows.js').Flow", true],
])('importsIn() tells what is loaded from types: %s', (text, isTypeOnly) => {
  const to = 'dev/house/flows.ts'
  expect(importsOfText(text)).toEqual([{ from: 'dev/house/a.ts', to, isPackage: false, isTypeOnly }])
})

test('importsIn() names packages without their parts', () => {
  const text =
    "import 'node:fs/promises'\nimport { jwtVerify } from 'jose/jwt/verify'\nimport '@octokit/core/x'"
  const packages = importsOfText(text).map(({ to, isPackage }) => [to, isPackage])
  expect(packages).toEqual([
    ['node:fs/promises', true],
    ['jose', true],
    ['@octokit/core', true],
  ])
})

test('importClosure() follows what is loaded, once each, where it may', () => {
  const files = importClosure('dev/measure-flows.ts', (file) => file.startsWith('dev/house/'))
  expect(files).toEqual([
    'dev/house/flows.ts',
    'dev/house/import-closure.ts',
    'dev/house/read-imports.ts',
    'dev/house/repository-files.ts',
    'dev/measure-flows.ts',
  ])
})
