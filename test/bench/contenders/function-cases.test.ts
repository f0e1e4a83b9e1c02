import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { functionCases } from '../../../bench/src/contenders/function-cases.js'
import { ourVariables } from '../../../bench/src/contenders/our-session.js'
import { listFunctions } from '../../../dev/host/list-functions.js'
import { repository } from '../../../dev/repository.js'

let output = ''

/** The folders of a build, without what is in them. */
beforeAll(async () => {
  output = await mkdtemp(join(tmpdir(), 'bench-cases-'))
  for (const { file } of await listFunctions(repository)) await addFunction(file.replace(/\.ts$/, ''))
})
afterAll(() => rm(output, { recursive: true, force: true }))

async function addFunction(name: string): Promise<void> {
  const folder = `${output}/functions/${name}.func`
  await mkdir(folder, { recursive: true })
  await writeFile(`${folder}/.vc-config.json`, JSON.stringify({ handler: `${name}.js` }))
}

test('every function has a first request', async () => {
  const cases = await functionCases(output, ourVariables())
  expect(cases.map(({ name }) => `api/${name}.ts`).sort()).toEqual(
    (await listFunctions(repository)).map(({ file }) => file).sort(),
  )
  for (const { request, status } of cases) expect([request?.url, status]).not.toContain(undefined)
  expect(cases.find(({ name }) => name === 'health')?.module).toBe(
    pathToFileURL(`${output}/functions/api/health.func/api/health.js`).href,
  )
})

test('a function without one is told', async () => {
  await addFunction('api/new')
  await expect(functionCases(output, ourVariables())).rejects.toThrow('no first request for the function new')
})
