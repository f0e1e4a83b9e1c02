import { appendFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repository } from '../../../dev/repository.js'

let folder: string
let sourcesKey: () => string

/** The same program beside other sources. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ensure-built-'))
  for (const name of ['api', 'cli', 'dev/build', 'engine/src', 'functions/http', 'static/js/text'])
    await mkdir(join(folder, name), { recursive: true })
  await writeFile(join(folder, 'package-lock.json'), '{}')
  await writeFile(join(folder, 'functions/http/handle.ts'), 'export {}')
  const program = join(folder, 'dev/build/ensure-built.mjs')
  await cp(`${repository}/dev/build/ensure-built.mjs`, program)
  sourcesKey = (await import(/* @vite-ignore */ pathToFileURL(program).href)).sourcesKey
})

afterAll(() => rm(folder, { recursive: true }))

describe('sourcesKey()', () => {
  it('stays while nothing changes', () => {
    expect(sourcesKey()).toBe(sourcesKey())
  })

  it.each(['functions/http/handle.ts', 'package-lock.json', 'engine/src/new.ts'])(
    'is another one when %s is changed or new',
    async (file) => {
      const before = sourcesKey()
      await appendFile(join(folder, file), '\n')
      expect(sourcesKey()).not.toBe(before)
    },
  )
})
