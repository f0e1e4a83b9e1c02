import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { repository } from '../../dev/repository.js'
import { expectGone } from '../support/expect-gone.js'
import { type NpmRun, runNpm } from '../support/npm-run.js'

const runs: NpmRun[] = []

afterEach(async () => {
  await Promise.all(runs.splice(0).map((run) => run.kill()))
})

describe('npm run demo', () => {
  it('walks the whole job with real values, prints no whole token, and exits 0', async () => {
    const command = ['dev/run.mjs', 'dev/demo.ts']
    const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: repository })
    expect(stdout.match(/^• .*$/gm)).toEqual([
      '• mutation startLogin',
      '• Ada approves at GitHub',
      '• mutation login',
      '• The access token, decoded',
      '• A query as Ada',
      "• Ben signs in, and Ada asks for Ben's rows",
      "• The event trigger brings Ada's profile from GitHub",
      '• Two refreshes, each with the newest refresh token',
      '• The first refresh token once more',
      '• Ada signs in again, and out',
    ])
    expect(stdout).toContain('1001001 ada (Ada Marlow)')
    expect(stdout).not.toMatch(/eyJ[\w-]{20,}|v1\.[\w-]{30,}/)
  })

  it('explains itself instead of running', async () => {
    const command = ['dev/run.mjs', 'dev/demo.ts', '--help']
    const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: repository })
    expect(stdout).toContain('Usage: npm run demo')
    expect(stdout).not.toContain('•')
  })

  it('leaves nothing when npm gets SIGTERM half-way', async () => {
    const run = runNpm(['run', 'demo'])
    runs.push(run)
    await run.printed('mutation startLogin')
    const processes = await run.processes()
    expect(processes.map(({ command }) => command)).toContainEqual(expect.stringContaining('dev/host/cli.ts'))
    await run.end(run.pid, 'SIGTERM')
    await expectGone(processes)
  })

  it('does not end well when it gets SIGINT itself, and leaves nothing', async () => {
    const run = runNpm(['run', 'demo'])
    runs.push(run)
    await run.printed('mutation startLogin')
    const processes = await run.processes()
    expect(await run.end(await run.program(), 'SIGINT')).not.toBe(0)
    expect(run.output()).not.toContain('All of it works')
    await expectGone(processes)
  })
})
