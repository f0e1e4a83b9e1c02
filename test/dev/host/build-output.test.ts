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

  it('no function ships more than its budget of files and bytes', async () => {
    const sizes = await functionSizes(output)
    expect(sizes.length).toBeGreaterThan(5)
    const over = sizes.filter(({ files, bytes }) => files > 800 || bytes > 4_000_000)
    expect(over).toEqual([])
  })

  it('no function ships a file of the engine, nor of a package that only the engine has', async () => {
    const shipped = (await listFiles(`${output}/functions`)).map((file) =>
      file.slice(file.indexOf('.func/') + 6),
    )
    expect(shipped).toContain('functions/failures.js')
    const foreign =
      /^(engine|dev|cli|test)\/|^node_modules\/(@electric-sql|pg|ws|hono|croner|sql-template-tag|hasura-engine)\//
    expect(shipped.filter((file) => foreign.test(file))).toEqual([])
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
