import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { isRunning } from '../../../dev/is-running.mjs'
import { repository } from '../../../dev/repository.js'

const preload = `${repository}/dev/stop-with-parent.mjs`
const children: ChildProcess[] = []

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

interface Running {
  child: ChildProcess
  text: () => string
  /** Resolves when it and everything that shares its output have ended. */
  closed: Promise<unknown>
}

function run(args: readonly string[]): Running {
  const child = spawn(process.execPath, args, { cwd: repository, stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  let text = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  return { child, text: () => text, closed: once(child, 'close') }
}

/** Runs the code below a parent that is ended by SIGKILL as soon as the code has said that it is ready. */
async function orphan(code: string): Promise<string> {
  const args = ['--import', './dev/stop-with-parent.mjs', '--eval', `${code}; console.log('ready')`]
  const parent = `require('child_process').spawn(process.execPath, ${JSON.stringify(args)}, { stdio: 'inherit' })`
  const { child, text, closed } = run(['--eval', parent])
  await expect.poll(text).toContain('ready')
  child.kill('SIGKILL')
  await closed
  return text()
}

const forever = 'setInterval(() => undefined, 1000)'

describe('stop-with-parent', () => {
  it('ends a program whose parent was killed', async () => {
    expect(await orphan(forever)).toBe('ready\n')
  })

  it('leaves the ending to a program that listens', async () => {
    const listen = `const t = ${forever}; process.on('disconnect', () => { console.log('orderly'); clearInterval(t) })`
    expect(await orphan(listen)).toBe('ready\norderly\n')
  })

  it('ends a program whose starter was gone before it began', async () => {
    const gone = run(['--eval', ''])
    await gone.closed
    const { child, closed } = run(['--import', `${preload}?parent=${gone.child.pid}`, '--eval', forever])
    await closed
    expect(child.signalCode).toBe('SIGTERM')
  })

  it('does not keep a program that has finished', async () => {
    const { child, closed } = run(['--import', './dev/stop-with-parent.mjs', '--eval', ''])
    await closed
    expect(child.exitCode).toBe(0)
  })
})

describe('runProcess()', () => {
  it('starts what ends with this process, also when this one is killed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'run-process-'))
    const script = join(folder, 'part.mjs')
    await writeFile(
      script,
      `console.log('part ' + process.pid); console.log('{"ready":true,"url":"here"}'); ${forever}`,
    )
    const options = JSON.stringify({ script, args: [], cwd: repository, env: {} })
    const starter = `import { runProcess } from './dev/stack/run-process.ts'
      await runProcess({ ...${options}, log: console.log })
      console.log('ready')`
    const { child, text, closed } = run(['--import', 'tsx', '--input-type=module', '--eval', starter])
    await expect.poll(text).toContain('ready')
    const part = Number(/part (\d+)/.exec(text())?.[1])
    expect(isRunning(part)).toBe(true)
    child.kill('SIGKILL')
    await closed
    await expect.poll(() => isRunning(part)).toBe(false)
    await rm(folder, { recursive: true })
  })
})
