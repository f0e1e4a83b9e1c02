import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ts from 'typescript'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { repository } from '../../dev/repository.js'

let folder: string
const children: ChildProcess[] = []

const root = { version: '0.1.0', dependencies: { zod: '^4.0.0' } }
const zod = { version: '4.6.7', integrity: 'sha512-a' }
const locked = { '': root, 'node_modules/zod': zod }
const installed = { 'node_modules/zod': zod }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'install-'))
  for (const part of ['ensure-installed.mjs', 'install', 'is-running.mjs', 'stop-with-parent.mjs'])
    await cp(join(repository, 'dev', part), join(folder, 'dev', part), { recursive: true })
  await lock(locked)
})

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

type Packages = Readonly<Record<string, object>>

function lock(packages: Packages): Promise<void> {
  return writeFile(join(folder, 'package-lock.json'), JSON.stringify({ packages }))
}

/** Writes down an install as npm does at the end of its own. */
async function install(packages: Packages, modules = 'node_modules'): Promise<void> {
  await mkdir(join(folder, modules), { recursive: true })
  await writeFile(join(folder, modules, '.package-lock.json'), JSON.stringify({ packages }))
}

interface Outcome {
  code: number | null
  /** The arguments of each call of npm. */
  npm: string[]
  said: string
}

interface Npm {
  code?: number
  /** What it finds installed when it has ended. */
  installs?: Packages
  /** Ends only when a file `go` is there. */
  waits?: boolean
}

/** A program in npm's place that writes down its arguments. */
async function placeNpm({ code = 0, installs = installed, waits = false }: Npm): Promise<string> {
  const npm = join(folder, 'npm-cli.js')
  const written = JSON.stringify(JSON.stringify({ packages: installs }))
  await writeFile(
    npm,
    `const fs = require('fs'); process.chdir(${JSON.stringify(folder)})
    fs.appendFileSync('called', process.argv.slice(2).join(' ') + '\\n')
    const end = () => {
      if (${waits} && !fs.existsSync('go')) return setTimeout(end, 20)
      fs.mkdirSync('node_modules', { recursive: true })
      if (${code} === 0) fs.writeFileSync('node_modules/.package-lock.json', ${written})
      process.exitCode = ${code}
    }
    end()`,
  )
  return npm
}

interface Run {
  child: ChildProcess
  said: () => string
  outcome: Promise<Outcome>
}

async function run(npm: Npm = {}, nodeArgs: readonly string[] = []): Promise<Run> {
  const env = { ...process.env, npm_execpath: await placeNpm(npm) }
  const child = spawn(process.execPath, [...nodeArgs, join(folder, 'dev/ensure-installed.mjs')], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  children.push(child)
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const outcome = once(child, 'close').then(async () => ({ code: child.exitCode, said, npm: await calls() }))
  return { child, said: () => said, outcome }
}

async function ensureInstalled(npm: Npm = {}, nodeArgs: readonly string[] = []): Promise<Outcome> {
  return (await run(npm, nodeArgs)).outcome
}

async function calls(): Promise<string[]> {
  const text = await readFile(join(folder, 'called'), 'utf8').catch(() => '')
  return text.split('\n').filter(Boolean)
}

const ci = expect.stringMatching(/^ci\b/)
const nothing: Outcome = { code: 0, npm: [], said: '' }

describe('ensure-installed', () => {
  it('installs when nothing is installed, and says so', async () => {
    const outcome = await ensureInstalled()
    expect(outcome).toEqual({ code: 0, npm: [ci], said: expect.stringContaining('not installed yet') })
  })

  it('does nothing and says nothing when what is locked was installed, by whomever', async () => {
    await install(installed)
    expect(await ensureInstalled()).toEqual(nothing)
  })

  it.each([
    ['another version is installed', { 'node_modules/zod': { ...zod, version: '4.6.6' } }, locked],
    [
      'the same version has other contents',
      { 'node_modules/zod': { ...zod, integrity: 'sha512-b' } },
      locked,
    ],
    ['something is absent', {}, locked],
    ['something is left over', { ...installed, 'node_modules/a/node_modules/zod': zod }, locked],
    ['a workspace is not linked', installed, { ...locked, 'node_modules/engine': { link: true } }],
  ])('installs again when %s', async (_why, is, wanted) => {
    await lock(wanted)
    await install(is)
    expect(await ensureInstalled()).toEqual({
      code: 0,
      npm: [ci],
      said: expect.stringMatching(/node_modules\/\S+ is .* and package-lock\.json has .*: running npm ci/),
    })
  })

  it.each([
    ['the project itself', installed, { ...locked, '': { ...root, version: '0.2.0' } }],
    ['a workspace, whose files are here', installed, { ...locked, engine: { version: '0.1.0' } }],
    [
      'the link of a workspace of another branch',
      { ...installed, 'node_modules/other': { link: true } },
      locked,
    ],
    [
      'what was tried out',
      { ...installed, 'node_modules/b': { version: '1.0.0', extraneous: true } },
      locked,
    ],
    ['what npm left out', installed, { ...locked, 'node_modules/c': { version: '1.0.0', optional: true } }],
  ])('does not install because of %s', async (_what, is, wanted) => {
    await lock(wanted)
    await install(is)
    expect(await ensureInstalled()).toEqual(nothing)
  })

  it('installs after an install that was cut off', async () => {
    await install(installed)
    await writeFile(join(folder, 'node_modules/.package-lock.json'), '{"packages": {')
    expect((await ensureInstalled()).npm).toEqual([ci])
  })

  it('installs once, however npm writes down what it installed, and again when either side changes', async () => {
    const npm = { installs: { 'node_modules/zod': { version: '4.6.7' } } }
    expect((await ensureInstalled(npm)).npm).toHaveLength(1)
    expect((await ensureInstalled(npm)).npm).toHaveLength(1)
    await install({})
    expect((await ensureInstalled(npm)).npm).toHaveLength(2)
    await lock({ ...locked, 'node_modules/hono': { version: '4.0.0' } })
    expect((await ensureInstalled(npm)).npm).toHaveLength(3)
  })

  it("ends with npm's code, and tries again the next time", async () => {
    expect(await ensureInstalled({ code: 7 })).toMatchObject({ code: 7 })
    expect(await ensureInstalled()).toMatchObject({ code: 0, npm: [ci, ci] })
  })
})

describe('ensure-installed where node_modules is a link', () => {
  it('takes what fits', async () => {
    await install(installed, 'elsewhere')
    await symlink(join(folder, 'elsewhere'), join(folder, 'node_modules'), 'junction')
    expect(await ensureInstalled()).toEqual(nothing)
  })

  it.each([
    ['what does not fit', {}],
    ['an install of another project', { 'node_modules/zod': { version: '3.0.0' } }],
  ])('does not install over %s, and says what to do', async (_what, is) => {
    await install(is, 'elsewhere')
    await symlink(join(folder, 'elsewhere'), join(folder, 'node_modules'), 'junction')
    expect(await ensureInstalled()).toEqual({
      code: 1,
      npm: [],
      said: expect.stringMatching(/node_modules is a link to .*elsewhere.*\n.*remove the link/),
    })
  })

  it('does not install into nothing', async () => {
    await symlink(join(folder, 'gone'), join(folder, 'node_modules'), 'junction')
    expect(await ensureInstalled()).toMatchObject({ code: 1, npm: [] })
  })
})

describe('ensure-installed beside another one', () => {
  const slow = { waits: true }
  const lockFile = () => join(folder, '.npm-ci.lock')
  const letGo = () => writeFile(join(folder, 'go'), '')

  it('waits for it, says for whom, and finds all installed', async () => {
    const first = await run(slow)
    await expect.poll(calls).toHaveLength(1)
    const second = await run(slow)
    await expect.poll(second.said).toContain(`Process ${first.child.pid} is installing`)
    await letGo()
    expect(await first.outcome).toMatchObject({ code: 0, npm: [ci] })
    expect(await second.outcome).toMatchObject({ code: 0, npm: [ci] })
    await expect(readFile(lockFile())).rejects.toThrow('ENOENT')
  })

  it('takes over from one that was killed, whose npm ends with it', async () => {
    const first = await run(slow)
    await expect.poll(calls).toHaveLength(1)
    first.child.kill('SIGKILL')
    // The pipe that it shares with its npm closes when both have ended.
    await first.outcome
    expect(await readFile(lockFile(), 'utf8')).toBe(String(first.child.pid))
    await letGo()
    expect(await ensureInstalled(slow)).toMatchObject({ code: 0, npm: [ci, ci] })
  })

  it('takes over a lock that holds no number', async () => {
    await writeFile(lockFile(), 'nobody')
    expect(await ensureInstalled()).toMatchObject({ code: 0, npm: [ci] })
  })
})

describe('ensure-installed on Windows', () => {
  it('places the exec that the scripts of package.json begin with', async () => {
    await install(installed)
    const exec = join(folder, 'node_modules/.bin/exec.cmd')
    await ensureInstalled()
    await expect(readFile(exec)).rejects.toThrow('ENOENT')
    const pretend = join(folder, 'pretend.cjs')
    await writeFile(pretend, `Object.defineProperty(process, 'platform', { value: 'win32' })`)
    expect(await ensureInstalled({}, ['--require', pretend])).toEqual(nothing)
    expect(await readFile(exec, 'utf8')).toBe('@%*\r\n')
  })
})

describe('ensure-installed under a Node that is too old', () => {
  /** Runs it as that version, as far as a program can see. */
  async function underNode(version: string): Promise<Outcome> {
    const pretend = join(folder, 'pretend.cjs')
    await writeFile(pretend, `Object.defineProperty(process.versions, 'node', { value: '${version}' })`)
    return ensureInstalled({}, ['--require', pretend])
  }

  it.each(['12.22.12', '18.20.8', '20.18.3'])(
    'says in one line that %s is, and does nothing',
    async (version) => {
      const said = `This needs Node 20.19 or newer; here is Node ${version}.\n`
      expect(await underNode(version)).toEqual({ code: 1, npm: [], said })
    },
  )

  it.each(['20.19.0', '21.0.0', '22.1.0'])('goes on with %s', async (version) => {
    expect(await underNode(version)).toMatchObject({ code: 0, npm: [ci] })
  })

  it('names the version that package.json asks for', async () => {
    const { engines } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'))
    expect(engines).toEqual({ node: '>=20.19' })
  })

  it('is read by Node 12, and imports nothing before it has looked', async () => {
    const source = await readFile(join(repository, 'dev/ensure-installed.mjs'), 'utf8')
    const compileFor = (target: ts.ScriptTarget) =>
      ts.transpileModule(source, { compilerOptions: { target, module: ts.ModuleKind.ESNext } }).outputText
    expect(compileFor(ts.ScriptTarget.ES2019)).toBe(compileFor(ts.ScriptTarget.ESNext))
    expect(source).not.toMatch(/^\s*(import|export)\s|\bawait\b/m)
  })
})
