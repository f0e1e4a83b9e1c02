import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBrowser, readSession, signInWith } from '../../dev/demo/browser.js'
import { beginLogin, signIn } from '../../dev/demo/graphql-flow.js'
import { repository } from '../../dev/repository.js'
import { expectGone } from '../support/expect-gone.js'
import { type NpmRun, runNpm } from '../support/npm-run.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'start-'))
})

afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => end(child, 'SIGKILL')))
  await Promise.all(npmRuns.splice(0).map((run) => run.kill()))
  await rm(folder, { recursive: true })
})

const children: ChildProcess[] = []
const npmRuns: NpmRun[] = []
const anyPorts = ['--port', '0', '--engine-port', '0', '--github-port', '0']
const ready = 'Ctrl-C stops everything'

interface Addresses {
  app: string
  endpoint: string
}

interface Started extends Addresses {
  child: ChildProcess
  output: () => string
}

function spawnStart(args: readonly string[], added: Readonly<Record<string, string>> = {}): ChildProcess {
  const command = ['dev/run.mjs', 'dev/start.ts', '--data', folder, ...args]
  const child = spawn(process.execPath, command, {
    cwd: repository,
    env: { ...ownEnvironment(), ...added },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  return child
}

function ownEnvironment(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _url, ...env } = process.env
  return env
}

/** Starts by npm, its shell included, and waits for the addresses. */
async function startByNpm(): Promise<{ run: NpmRun } & Addresses> {
  const run = runNpm(['start', '--', '--data', folder, ...anyPorts], ownEnvironment())
  npmRuns.push(run)
  await run.printed(ready)
  return { run, ...readAddresses(run.output()) }
}

function readAddresses(text: string): Addresses {
  const address = (name: string) => new RegExp(`${name} +(http://\\S+)`).exec(text)?.[1] ?? ''
  return { app: address('Sign in'), endpoint: address('GraphQL') }
}

/** Starts on free ports and waits for the addresses. */
async function start(args: readonly string[] = []): Promise<Started> {
  const child = spawnStart([...anyPorts, ...args])
  let text = ''
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        text += chunk.toString()
        if (text.includes(ready)) resolve()
      })
    }
    child.once('exit', () => reject(new Error(text)))
  })
  return { child, output: () => text, ...readAddresses(text) }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const isRunning = child.exitCode === null && child.signalCode === null
  const exited = isRunning ? once(child, 'exit') : undefined
  child.kill(signal)
  await exited
  return child.exitCode
}

async function outcome(child: ChildProcess): Promise<{ code: number | null; text: string }> {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
  }
  await once(child, 'close')
  return { code: child.exitCode, text }
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  )
}

// Each of these starts the whole system, some of them twice.
const timeout = 120_000

describe('npm start', { timeout }, () => {
  it('serves a sign-in, ends on Ctrl-C with nothing left, and knows everybody the next time', async () => {
    const first = await startByNpm()
    const browser = createBrowser()
    expect((await signInWith(browser, first.app, 'ada')).status).toBe(303)
    expect(await readSession(browser, first.app)).toMatchObject({ user: { login: 'ada' } })
    const processes = await first.run.processes()
    expect(await first.run.end(await first.run.program(), 'SIGINT')).toBe(0)
    await expectGone(processes)
    for (const url of [first.app, first.endpoint]) expect([url, await answers(url)]).toEqual([url, false])
    const second = await startByNpm()
    const flow = { endpoint: second.endpoint, redirectTo: `${second.app}/graphql` }
    expect(await signIn(flow, 'ada')).toMatchObject({ isNewUser: false })
    const others = await second.run.processes()
    await second.run.end(second.run.pid, 'SIGTERM')
    await expectGone(others)
  })

  it('keeps its secrets to their owner, and prints none of them', async () => {
    const { child, output } = await start()
    expect((await stat(join(folder, 'secrets.json'))).mode & 0o777).toBe(0o600)
    expect(output()).not.toMatch(/[0-9a-f]{40}/)
    expect(await end(child, 'SIGTERM')).toBe(0)
  })

  it('starts again after it was killed', async () => {
    const { child } = await start()
    await end(child, 'SIGKILL')
    const again = await start()
    expect(await answers(`${again.app}/api/health`)).toBe(true)
    const variables = parseEnv(await readFile(join(folder, 'functions.env'), 'utf8'))
    expect(variables['AUTH_URL']).toBe(again.app)
    await end(again.child, 'SIGINT')
  })

  it('says who has the data folder, and exits 1', async () => {
    const first = await start()
    await expect(start()).rejects.toThrow(`in use by process ${first.child.pid}`)
    await end(first.child, 'SIGINT')
  })

  it('says so when the server of DATABASE_URL cannot be reached, without the password, and exits 1', async () => {
    const { code, text } = await outcome(
      spawnStart([], { DATABASE_URL: 'postgres://me:hidden@127.0.0.1:1/none' }),
    )
    expect([code, text]).toEqual([1, expect.stringContaining('The server of DATABASE_URL cannot be used')])
    expect(text).not.toContain('hidden')
  })

  it('explains its options', async () => {
    const { code, text } = await outcome(spawnStart(['--help']))
    expect([code, text]).toEqual([0, expect.stringContaining('DATABASE_URL')])
  })

  it('says what is wrong with its folder or variables, and exits 1', async () => {
    const file = join(folder, 'file')
    await writeFile(file, 'SIGN_UP=perhaps\n')
    const refused = [
      [['--data', file], `${file} is a file. Give --data a folder`],
      [['--env', file], 'SIGN_UP'],
      [['--env', join(folder, 'none')], `${join(folder, 'none')} cannot be read`],
      [['--app-url', 'http://app.example'], 'It must be https'],
    ] as const
    for (const [args, sentence] of refused) {
      const { code, text } = await outcome(spawnStart([...args, ...anyPorts]))
      expect([code, text]).toEqual([1, expect.stringContaining(sentence)])
      expect(text).not.toContain(' at ')
    }
  })

  it('reads its .env, names what it does not use, syncs by command, and is plain text without a terminal', async () => {
    const env = join(folder, 'own.env')
    const elsewhere = 'http://127.0.0.1:5173'
    await writeFile(
      env,
      `AUTH_SECRET=unused\nALLOWED_REDIRECTS=${elsewhere}\nHASURA_GRAPHQL_CORS_DOMAIN=${elsewhere}\n`,
    )
    const started = await start(['--env', env])
    expect(started.output()).toMatch(/Not used +AUTH_SECRET: made here/)
    expect(started.output()).not.toContain('\u001b')
    const flow = { endpoint: started.endpoint, redirectTo: `${elsewhere}/page` }
    expect((await beginLogin(flow)).url).toContain('/login/oauth/authorize')
    const preflight = await fetch(started.endpoint, {
      method: 'OPTIONS',
      headers: { origin: elsewhere, 'access-control-request-method': 'POST' },
    })
    expect(preflight.headers.get('access-control-allow-origin')).toBe(elsewhere)
    await signIn({ ...flow, redirectTo: `${started.app}/graphql` }, 'ada')
    const variables = join(folder, 'functions.env')
    const sync = ['dev/run.mjs', 'cli/sync.ts', '--all', '--env', variables]
    expect(await outcome(spawn(process.execPath, sync, { cwd: repository }))).toMatchObject({ code: 0 })
    expect(await end(started.child, 'SIGINT')).toBe(0)
    await expect(stat(variables)).rejects.toThrow('ENOENT')
  })
})
