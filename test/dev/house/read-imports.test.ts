import ts from 'typescript'
import { expect, test } from 'vitest'
import { importClosure } from '../../../dev/house/import-closure.js'
import { importsIn } from '../../../dev/house/read-imports.js'

const importsOfText = (text: string) => [
  ...importsIn('dev/house/a.ts', ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true)),
]

test.each([
  ["import { a } from './flows.js'", false, ['a']],
  ["import './flows.js'", false, []],
  ["import a from './flows.js'", false, ['default']],
  ["import * as a from './flows.js'", false, ['*']],
  ["import { type A, a } from './flows.js'", false, ['A', 'a']],
  ["export { a } from './flows.js'", false, ['a']],
  ["export * from './flows.js'", false, ['*']],
  ["const { a } = await import('./flows.js')", false, ['a']],
  ["import type { A } from './flows.js'", true, ['A']],
  ["import { type A, type B } from './flows.js'", true, ['A', 'B']],
  ["export type { A } from './flows.js'", true, ['A']],
  ["export { type A } from './flows.js'", true, ['A']],
  ["let a: import('./flows.js').Flow", true, ['Flow']],
])('importsIn() tells what is taken, and what is loaded from types: %s', (text, isTypeOnly, names) => {
  const to = 'dev/house/flows.ts'
  expect(importsOfText(text)).toEqual([{ from: 'dev/house/a.ts', to, names, isPackage: false, isTypeOnly }])
})

test.each([
  ["import a, { b as c } from './flows.js'", ['default', 'b']],
  ["export { a as b } from './flows.js'", ['a']],
  ["const { a: b } = await import('./flows.js')", ['a']],
  ["const all = await import('./flows.js')", ['*']],
  ["import('./flows.js').then(run)", ['*']],
])('importsIn() takes names as the other file has them: %s', (text, names) => {
  expect(importsOfText(text).map((one) => one.names)).toEqual([names])
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
    'dev/house/find-specifiers.ts',
    'dev/house/flows.ts',
    'dev/house/import-closure.ts',
    'dev/house/read-imports.ts',
    'dev/house/repository-files.ts',
    'dev/measure-flows.ts',
  ])
})
