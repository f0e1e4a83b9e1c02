import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { lockedPackages } from './support/lockfile.js'
import { codeOf, tableRows } from './support/markdown.js'
import { readText } from './support/repository.js'

const names = z.record(z.string(), z.string())
const manifestShape = z.object({
  engines: z.object({ node: z.string() }),
  workspaces: z.array(z.string()).optional(),
  dependencies: names.optional(),
  devDependencies: names,
  optionalDependencies: names.optional(),
})
const readManifest = (folder: string) => manifestShape.parse(JSON.parse(readText(`${folder}package.json`)))
const allOf = (one: z.output<typeof manifestShape>) => ({
  ...one.dependencies,
  ...one.devDependencies,
  ...one.optionalDependencies,
})
const manifest = readManifest('')
const engine = readManifest('engine/')
const wanted = { ...allOf(manifest), ...allOf(engine) }
const locked = lockedPackages()

/** Advisories close what is below; per line of versions that gets repairs (security advisories of 2023 to 2025). */
const floors: Record<string, string[]> = {
  jsonwebtoken: ['9.0.3'],
  jws: ['4.0.1'],
  '@octokit/request': ['8.4.1', '9.2.1'],
  '@octokit/request-error': ['5.1.1', '6.1.7'],
  '@octokit/endpoint': ['10.1.3'],
  '@octokit/plugin-paginate-rest': ['9.2.2', '11.4.1'],
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(/[.-]/).slice(0, 3).map(Number))
  const difference = left?.map((part, index) => part - (right?.[index] ?? 0)).find((part) => part !== 0)
  return difference ?? 0
}

/** In the line of a floor at or above it, or above all lines. */
function isAtLeast(version: string, lines: readonly string[]): boolean {
  const sameLine = lines.find((floor) => floor.split('.')[0] === version.split('.')[0])
  return lines.some((floor) => compareVersions(version, floor) >= 0 && (!sameLine || floor === sameLine))
}

describe('the lockfile', () => {
  test('S-DEP-01 pins every package by its content and names no host', () => {
    expect(locked.length).toBeGreaterThan(0)
    expect(locked.filter(({ integrity }) => !integrity?.startsWith('sha512-'))).toEqual([])
    expect(locked.flatMap(({ resolved }) => resolved ?? [])).toEqual([])
  })

  test('S-DEP-01 goes with the manifest', () => {
    const { packages } = z
      .object({ packages: z.record(z.string(), z.looseObject({})) })
      .parse(JSON.parse(readText('package-lock.json')))
    expect(packages['']).toMatchObject({
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
      optionalDependencies: manifest.optionalDependencies,
    })
  })

  test('S-DEP-01 the engine comes along, with nothing for a deployment', () => {
    // The other one is empty, and stands where next-auth asks for Next.js.
    expect(manifest.workspaces).toEqual(['engine', 'test/next-auth/no-next'])
    expect(engine.engines).toEqual(manifest.engines)
    // Of a workspace's dependencies `npm ci --omit=dev` would install every one.
    expect(engine.dependencies).toBeUndefined()
    const onlyEngine = Object.keys(engine.devDependencies).filter((name) => !(name in allOf(manifest)))
    expect(onlyEngine.length).toBeGreaterThan(5)
    const shipped = locked.filter(({ name, dev }) => onlyEngine.includes(name) && dev !== true)
    expect(shipped.map(({ name }) => name)).toEqual([])
  })

  test('S-DEP-01 both packages want the same version of what both use', () => {
    const ours = allOf(manifest)
    const different = Object.entries(engine.devDependencies).filter(
      ([name, range]) => name in ours && ours[name] !== range,
    )
    expect(different).toEqual([])
  })

  test('S-DEP-01 Node is pinned, for people and for machines', () => {
    expect(manifest.engines.node).toBe('>=20.19')
    expect(readText('.nvmrc').trim()).toMatch(/^\d+(\.\d+)*$/)
  })

  test('S-DEP-02 holds no version with a known hole', () => {
    const old = locked.filter(({ name, version = '0' }) => floors[name] && !isAtLeast(version, floors[name]))
    expect(old).toEqual([])
    expect(locked.map(({ name }) => name)).toEqual(expect.arrayContaining(['jsonwebtoken', 'jws']))
  })

  test.each([
    ['8.4.0', false],
    ['8.4.1', true],
    ['9.2.0', false],
    ['9.2.1', true],
    ['10.0.14', true],
    ['7.9.9', false],
  ])('isAtLeast() tells lines of versions apart: %s is %s', (version, expected) => {
    expect(isAtLeast(version, ['8.4.1', '9.2.1'])).toBe(expected)
  })
})

describe('docs/dependencies.md', () => {
  const rows = tableRows(readText('docs/dependencies.md')).filter(([cell]) => codeOf(cell) !== undefined)

  test('S-DEP-01 gives a reason for every dependency and lists no other', () => {
    expect(rows.map(([cell]) => codeOf(cell)).sort()).toEqual(Object.keys(wanted).sort())
    expect(rows.filter(([, , reason = '']) => reason.length < 20)).toEqual([])
  })

  test('names the versions that are installed', () => {
    const documented = Object.fromEntries(rows.map(([cell, version]) => [codeOf(cell), version]))
    const top = lockedPackages().filter(({ name }) => name in wanted)
    for (const name of Object.keys(wanted)) {
      const versions = top.filter((entry) => entry.name === name).map(({ version }) => version)
      expect(versions, name).toContain(documented[name])
    }
  })
})
