import { expect, test } from 'vitest'
import { readImports, sourceFiles } from '../../dev/house/read-imports.js'
import { exportedNames } from './support/read-exports.js'

/**
 * Whoever uses these is no file of ours: Vercel, vitest, and people who import the engine or the client or read sessions.
 * Contenders of the bench are loaded by the names that their processes are started with.
 */
const isEntrance = (file: string) =>
  /^(api\/|server\/session-from\.ts$|static\/auth\.d\.ts$|vitest\.config\.ts$|engine\/src\/index\.ts$|bench\/src\/contenders\/programs\/[^/]+\.mjs$|test\/support\/(build-once|count-reporter)\.ts$)/.test(
    file,
  )

test('every export is used outside its file', () => {
  const used = new Set<string>()
  for (const file of sourceFiles) {
    for (const { to, names } of readImports(file)) for (const name of names) used.add(`${to} ${name}`)
  }
  const unused = sourceFiles
    .filter((file) => !isEntrance(file) && !used.has(`${file} *`))
    .flatMap((file) => exportedNames(file).map((name) => `${file} ${name}`))
    .filter((name) => !used.has(name))
  expect(used.size).toBeGreaterThan(1000)
  expect(unused).toEqual([])
})
