import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type MetadataFolder, metadataFolder } from '../../engine/test/support/metadata-folder.js'
import { expectGone } from '../support/expect-gone.js'
import { type NpmRun, runNpm } from '../support/npm-run.js'

let metadata: MetadataFolder
let run: NpmRun

beforeEach(async () => {
  metadata = await metadataFolder()
  const env = { ...process.env, PG_DATABASE_URL: 'unused' }
  run = runNpm(['run', 'engine', '--', '--metadata', metadata.path, '--port', '0'], env)
  await run.printed('"ready":true')
})

afterEach(async () => {
  await run.kill()
  await metadata.remove()
})

describe('npm run engine', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('leaves nothing when npm gets %s', async (signal) => {
    const processes = await run.processes()
    await run.end(run.pid, signal)
    await expectGone(processes)
  })

  it('ends in order when the engine itself gets SIGTERM', async () => {
    const processes = await run.processes()
    expect(await run.end(await run.program(), 'SIGTERM')).toBe(0)
    await expectGone(processes)
  })
})
