import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { cpuSeconds } from '../../../dev/stack/cpu-seconds.js'

/** Works for 0.3 seconds of CPU time, as much again in a child that ends, says so, and stays until its input ends. */
const burner = `
while (process.cpuUsage().user < 300_000);
require('node:child_process').spawnSync(process.execPath, ['-e', 'while (process.cpuUsage().user < 300_000);'])
console.log('done')
process.stdin.resume()
`

const start = (): ChildProcess =>
  spawn(process.execPath, ['-e', burner], { stdio: ['pipe', 'pipe', 'inherit'] })

it.runIf(process.platform === 'linux')(
  'cpuSeconds() counts descendants that live, those that have ended and theirs',
  async () => {
    const before = cpuSeconds(process.pid) ?? 0
    const spent = () => (cpuSeconds(process.pid) ?? 0) - before
    const child = start()
    if (child.stdout) await once(child.stdout, 'data')
    const ofLiving = spent()
    child.stdin?.end()
    await once(child, 'exit')
    const ofEnded = spent()
    // Ticks are rounded down, four of them.
    expect(ofLiving).toBeGreaterThanOrEqual(0.56)
    expect(ofEnded).toBeGreaterThanOrEqual(ofLiving)
    expect(cpuSeconds(child.pid ?? 0)).toBe(0)
  },
)
