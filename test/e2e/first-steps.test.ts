import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyRepository } from '../../dev/build-lap/copy-repository.js'
import { createBrowser, readSession, signInWith } from '../../dev/demo/browser.js'
import { repository } from '../../dev/repository.js'
import { fences } from '../docs/support/markdown.js'
import { readText } from '../docs/support/repository.js'
import { expectGone } from '../support/expect-gone.js'
import { type NpmRun, runNpm } from '../support/npm-run.js'

let clone: string
const runs: NpmRun[] = []

// What npm ci would bring is here already.
beforeAll(async () => {
  clone = await mkdtemp(join(tmpdir(), 'clone-'))
  await copyRepository(repository, clone)
  await symlink(join(repository, 'node_modules'), join(clone, 'node_modules'))
})

afterAll(async () => {
  await Promise.all(runs.map((run) => run.kill()))
  await rm(clone, { recursive: true })
})

/** The commands at the top of README.md, without npm and what is said of them. */
const commands = (fences(readText('README.md'), 'sh')[0] ?? '')
  .split('\n')
  .map((line) => line.replace(/\s+#.*$/, ''))
  .filter((line) => line !== '')

function runCommand(command: string): NpmRun {
  const { DATABASE_URL: _url, ...env } = process.env
  const [, ...args] = command.split(' ')
  const run = runNpm(args, env, clone)
  runs.push(run)
  return run
}

describe('the first commands of README.md, in a fresh clone', { timeout: 240_000 }, () => {
  it('are these', () => {
    expect(commands).toEqual(['npm start', 'npm run demo'])
  })

  it('npm start prints an address where a person signs in', async () => {
    const run = runCommand(commands[0] ?? '')
    await run.printed('Ctrl-C stops everything')
    const app = /Sign in +(http:\/\/\S+)/.exec(run.output())?.[1] ?? ''
    const browser = createBrowser()
    expect((await signInWith(browser, app, 'ada')).status).toBe(303)
    expect(await readSession(browser, app)).toMatchObject({ user: { login: 'ada' } })
    const processes = await run.processes()
    await run.end(await run.program(), 'SIGINT')
    await expectGone(processes)
  })

  it('npm run demo walks the same job and exits', async () => {
    const run = runCommand(commands[1] ?? '')
    await run.printed('All of it works')
    expect(run.output()).toContain('• A query as Ada')
  })
})
