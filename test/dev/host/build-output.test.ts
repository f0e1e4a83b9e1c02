import { relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { functionSizes } from '../../../dev/build-lap/function-sizes.js'
import { listFiles } from '../../../dev/host/list-files.js'
import { readBuildOutput } from '../../../dev/host/read-build-output.js'
import { readSourceTree } from '../../../dev/host/read-source-tree.js'
import { repository } from '../../../dev/repository.js'

const output = process.env['E2E_BUILD_OUTPUT'] ?? ''

/** What Vercel's builder made must be what the host makes of the sources: then tests on the sources say something. */
describe('a finished build', () => {
  it('readSourceTree() has the routes of the build', async () => {
    expect((await readSourceTree(repository)).routes).toEqual((await readBuildOutput(output)).routes)
  })

  it('readSourceTree() has the functions of the build, with their durations', async () => {
    const durations = async (deployment: ReturnType<typeof readSourceTree>) =>
      [...(await deployment).functions]
        .map(([path, { maxDurationSeconds }]) => [path, maxDurationSeconds])
        .sort()
    expect(await durations(readSourceTree(repository))).toEqual(await durations(readBuildOutput(output)))
  })

  it('a function ships its bundle with the map, the file that passes it on, and what tells that they are modules', async () => {
    const sizes = await functionSizes(output)
    expect(sizes.length).toBeGreaterThan(5)
    const over = sizes.filter(({ files, bytes }) => files > 6 || bytes > 400_000)
    expect(over).toEqual([])
    const modules = (await listFiles(`${output}/functions`)).filter((file) => /\.[cm]?js$/.test(file))
    expect(modules.length).toBe(2 * sizes.length)
    expect(modules.filter((file) => !/\.func\/(api|\.build\/functions)\//.test(file))).toEqual([])
  })

  it('readSourceTree() has the pages of the build', async () => {
    const pages = async (deployment: ReturnType<typeof readSourceTree>, folder: string) =>
      [...(await (await deployment).listStatic())]
        .map(([path, file]) => [path, relative(folder, file)])
        .sort()
    expect(await pages(readSourceTree(repository), `${repository}/static`)).toEqual(
      await pages(readBuildOutput(output), `${output}/static`),
    )
  })
})
