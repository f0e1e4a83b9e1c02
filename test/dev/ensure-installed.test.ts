import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { repository } from '../../dev/repository.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'install-'))
  await mkdir(join(folder, 'dev'))
  await cp(join(repository, 'dev/ensure-installed.mjs'), join(folder, 'dev/ensure-installed.mjs'))
  await writeFile(join(folder, 'package-lock.json'), '{}')
})

afterEach(() => rm(folder, { recursive: true }))

interface Outcome {
  code: number
  /** The arguments that npm was called with, if it was. */
  npm: string | undefined
  said: string
}

/** Runs the script with a program in npm's place that writes down its arguments and ends with `npmCode`. */
async function ensureInstalled(npmCode = 0): Promise<Outcome> {
  const npm = join(folder, 'npm-cli.js')
  const called = join(folder, 'called')
  await rm(called, { force: true })
  await writeFile(
    npm,
    `require('fs').writeFileSync(${JSON.stringify(called)}, process.argv.slice(2).join(' ')); process.exit(${npmCode})`,
  )
  const env = { ...process.env, npm_execpath: npm }
  const { code, said } = await new Promise<{ code: number; said: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [join(folder, 'dev/ensure-installed.mjs')],
      { env },
      (_error, _stdout, stderr) => resolve({ code: child.exitCode ?? -1, said: stderr }),
    )
  })
  return { code, said, npm: await readFile(called, 'utf8').catch(() => undefined) }
}

async function install(at: Date): Promise<void> {
  await mkdir(join(folder, 'node_modules'), { recursive: true })
  const marker = join(folder, 'node_modules/.package-lock.json')
  await writeFile(marker, '{}')
  await utimes(marker, at, at)
}

describe('ensure-installed', () => {
  it('installs when nothing is installed, and says so', async () => {
    const { code, npm, said } = await ensureInstalled()
    expect([code, npm]).toEqual([0, expect.stringMatching(/^ci\b/)])
    expect(said).toContain('not installed yet')
  })

  it('does nothing and says nothing when the install is newer than the lockfile', async () => {
    await install(new Date(Date.now() + 60_000))
    expect(await ensureInstalled()).toEqual({ code: 0, npm: undefined, said: '' })
  })

  it('installs again when the lockfile is newer', async () => {
    await install(new Date(Date.now() - 60_000))
    expect(await ensureInstalled()).toMatchObject({
      npm: expect.stringMatching(/^ci\b/),
      said: expect.stringContaining('newer'),
    })
  })

  it("ends with npm's code", async () => {
    expect((await ensureInstalled(7)).code).toBe(7)
  })
})
