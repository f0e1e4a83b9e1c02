import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { bundleFunctions } from '../../../dev/build/bundle-functions.js'
import { findSpecifiers } from '../../../dev/house/find-specifiers.js'
import { listFiles } from '../../../dev/host/list-files.js'
import { listFunctions } from '../../../dev/host/list-functions.js'
import { repository } from '../../../dev/repository.js'

const mapShape = z.object({ sources: z.array(z.string()) })
const names = (await listFunctions(repository)).map(({ name }) => name)
const folder = `${repository}/.build/functions`
const codeOf = (name: string) => readFileSync(`${folder}/${name}.js`, 'utf8')
const sourcesOf = (name: string) => {
  const { sources } = mapShape.parse(JSON.parse(readFileSync(`${folder}/${name}.js.map`, 'utf8')))
  const place = join(folder, name, '..')
  const own = sources.filter((source) => !source.startsWith('node_modules/'))
  return own.map((source) => join(place, decodeURIComponent(source)).slice(repository.length + 1))
}

/** The budget of a cold start: what a function loads is one file, and not a large one. */
describe('bundleFunctions()', () => {
  it.each(names)('makes of %s one module that needs nothing but Node', (name) => {
    const source = ts.createSourceFile(name, codeOf(name), ts.ScriptTarget.Latest, true)
    const foreign = [...findSpecifiers(source)].filter(({ text }) => !isBuiltin(text))
    expect(foreign).toEqual([])
  })

  it.each(names)('keeps %s and its map below 400 kB', (name) => {
    const map = readFileSync(`${folder}/${name}.js.map`)
    expect(codeOf(name).length + map.length).toBeLessThanOrEqual(400_000)
  })

  it.each(['health', 'jwks'])('keeps what is not asked for out of %s', (name) => {
    expect(codeOf(name).length).toBeLessThanOrEqual(185_000)
    const rooms = new Set(sourcesOf(name).map((file) => file.split('/').slice(0, 2).join('/')))
    for (const room of ['functions/github', 'functions/hasura', 'functions/session', 'functions/sign-in'])
      expect([...rooms]).not.toContain(room)
  })

  it.each(names)('tells nothing of the machine that built %s', (name) => {
    for (const text of [codeOf(name), readFileSync(`${folder}/${name}.js.map`, 'utf8')])
      expect(text).not.toContain(repository)
  })

  it.each(names)('maps %s to files of ours that are there', (name) => {
    const sources = sourcesOf(name)
    expect(sources).toContain('functions/http/handle.ts')
    expect(sources.filter((file) => !existsSync(`${repository}/${file}`))).toEqual([])
  })

  it('leaves semver out, which is asked for the version of Node alone', async () => {
    const library = `${repository}/node_modules/jsonwebtoken`
    const files = (await listFiles(library)).filter((file) => /^(lib\/)?\w+\.js$/.test(file))
    const asking = files.map((file) => readFileSync(`${library}/${file}`, 'utf8')).join('\n')
    const questions = [...asking.matchAll(/semver\.satisfies\(process\.version, '(.*)'\)/g)]
    expect(questions.map(([, range]) => range).sort()).toEqual(['>=15.7.0', '>=16.9.0', '^6.12.0 || >=8.0.0'])
    expect(asking.match(/semver\b(?!')/g)?.length).toBe(2 * questions.length)
    expect(codeOf('auth/session')).not.toContain('Invalid comparator')
  })

  it('gives semver itself to whoever else asks', async () => {
    const project = await mkdtemp(`${tmpdir()}/asking-`)
    try {
      await mkdir(`${project}/api/_routes`, { recursive: true })
      await symlink(`${repository}/node_modules`, `${project}/node_modules`)
      await writeFile(`${project}/api/ask.ts`, '')
      await writeFile(`${project}/api/_routes/ask.ts`, "export { satisfies } from 'semver'")
      await bundleFunctions(project, `${project}/built`)
      const { satisfies } = await import(/* @vite-ignore */ pathToFileURL(`${project}/built/ask.js`).href)
      expect([satisfies('1.0.0', '>=1'), satisfies('1.0.0', '>=2')]).toEqual([true, false])
    } finally {
      await rm(project, { recursive: true })
    }
  })

  it('keeps the notes of licences', () => {
    expect(codeOf('auth/session')).toMatch(/safe-buffer\. MIT License/)
  })
})
