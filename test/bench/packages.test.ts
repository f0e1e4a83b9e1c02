import { expect, test } from 'vitest'
import { z } from 'zod'
import { importsOf } from '../../dev/house/read-imports.js'
import { readText } from '../docs/support/repository.js'

const manifestShape = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()).default({}),
})
const manifestOf = (folder: string) => manifestShape.parse(JSON.parse(readText(`${folder}package.json`)))
const [product, bench] = [manifestOf(''), manifestOf('bench/')]
const lock = readText('bench/package-lock.json')

test('what is only compared with is pinned, and nothing of it is installed with the product', () => {
  const exact = /^(\d+\.\d+\.\d+|file:\.\.\/.+)$/
  expect(Object.entries(bench.dependencies).filter(([, version]) => !exact.test(version))).toEqual([])
  for (const name of ['@auth/core', 'better-auth', 'postgraphile', 'selfsigned'])
    expect({ ...product.dependencies, ...product.devDependencies }).not.toHaveProperty(name)
})

test('the lockfile of bench/ names no registry', () => {
  expect(lock).toContain('"node_modules/better-auth"')
  expect(lock).not.toMatch(/https?:\/\/[^"]*\.tgz/)
})

test('bench/ imports only what it or the product declares', () => {
  const declared = { ...product.dependencies, ...product.devDependencies, ...bench.dependencies }
  const foreign = importsOf('bench').filter(({ to, isPackage }) => isPackage && !to.startsWith('node:'))
  expect(foreign.length).toBeGreaterThan(5)
  expect(foreign.filter(({ to }) => !Object.hasOwn(declared, to))).toEqual([])
})

test('a package that we have ourselves is compared in the version that we have', () => {
  const ours = z
    .object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) })
    .parse(JSON.parse(readText('package-lock.json'))).packages
  for (const name of ['graphql', 'graphql-request', 'jsonwebtoken', 'next-auth', 'zod'])
    expect([name, bench.dependencies[name]]).toEqual([name, ours[`node_modules/${name}`]?.version])
})
