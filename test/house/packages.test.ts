import { expect, test } from 'vitest'
import { z } from 'zod'
import { importsOf } from '../../dev/house/read-imports.js'
import { readText } from '../docs/support/repository.js'

const names = z.record(z.string(), z.string()).default({})
const manifestShape = z.object({ dependencies: names, devDependencies: names })
const manifestOf = (folder: string) => manifestShape.parse(JSON.parse(readText(`${folder}package.json`)))

const ours = manifestOf('')
const engines = manifestOf('engine/')

/** What these folders import from packages that are not among `declared`. */
function undeclared(folders: readonly string[], declared: Readonly<Record<string, string>>): string[] {
  return importsOf(...folders)
    .filter(({ to, isPackage }) => isPackage && !to.startsWith('node:') && !Object.hasOwn(declared, to))
    .map(({ from, to }) => `${from} imports ${to}`)
}

test('what is deployed imports only what a deployment installs', () => {
  expect(undeclared(['api', 'functions'], ours.dependencies)).toEqual([])
})

test('the engine imports only what its own package.json declares', () => {
  expect(undeclared(['engine/src'], engines.devDependencies)).toEqual([])
  // Vitest runs all tests of the repository; it is not the engine's.
  expect(undeclared(['engine/test'], { ...engines.devDependencies, vitest: '*' })).toEqual([])
})

test('the engine declares only what it imports', () => {
  const imported = new Set(importsOf('engine').map(({ to }) => to))
  const unused = Object.keys(engines.devDependencies).filter(
    (name) => !imported.has(name) && !imported.has(name.replace('@types/', '')),
  )
  expect(unused).toEqual([])
})

test('commands, local stack and tests import only what package.json declares, nothing that only the engine needs', () => {
  expect(undeclared(['cli', 'dev', 'test'], { ...ours.dependencies, ...ours.devDependencies })).toEqual([])
})

test('the pages, and what other people take into their servers, import no package', () => {
  expect(undeclared(['static'], {})).toEqual([])
  const imported = importsOf('server').filter(({ isPackage }) => isPackage)
  // Nothing of Node either: it runs at the edge.
  expect(imported).toEqual([])
})
