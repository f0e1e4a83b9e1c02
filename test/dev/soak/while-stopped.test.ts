import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { whileStopped } from '../../../dev/soak/while-stopped.js'

/** A parent that says the id of its child, both waiting for their input to end. */
const program = `
  const child = require('node:child_process').spawn(process.execPath, ['-e', 'process.stdin.resume()'])
  child.once('spawn', () => console.log(child.pid))
  process.stdin.on('end', () => child.stdin.end()).resume()`

let parent: ChildProcess
let pids: number[]

beforeEach(async () => {
  parent = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [line] = await once(parent.stdout ?? parent, 'data')
  pids = [parent.pid ?? 0, Number(String(line))]
})

afterEach(async () => {
  const exited = once(parent, 'exit')
  parent.stdin?.end()
  await exited
})

async function areStopped(): Promise<boolean[]> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=', '-p', pids.join(',')])
  return stdout
    .trim()
    .split('\n')
    .map((state) => state.startsWith('T'))
}

describe('whileStopped()', () => {
  it('stops a process and its children, and lets them go on', async () => {
    expect(await whileStopped(pids[0] ?? 0, areStopped)).toEqual([true, true])
    expect(await areStopped()).toEqual([false, false])
  })

  it('lets them go on when the work fails', async () => {
    const work = () => Promise.reject(new Error('interrupted'))
    await expect(whileStopped(pids[0] ?? 0, work)).rejects.toThrow('interrupted')
    expect(await areStopped()).toEqual([false, false])
  })

  // An id that could not be read becomes 0: signalled, that is the group of whoever asks. No signal leaves this test.
  it.each([0, 1, -1, Number.NaN])('refuses to stop %d', async (pid) => {
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true)
    await expect(whileStopped(pid, async () => undefined)).rejects.toThrow('is no process to stop')
    expect(kill).not.toHaveBeenCalled()
  })
})
