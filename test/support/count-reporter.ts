import type { Reporter, TestModule } from 'vitest/node'
import { cpuSeconds } from '../../dev/stack/cpu-seconds.js'

/** Ends a run with its CPU time and its counts, each on one plain line, for those who read logs by program. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0 }
    for (const module of modules) {
      const tests = [...module.children.allTests()]
      for (const test of tests) {
        const { state } = test.result()
        if (state !== 'pending') counts[state] += 1
      }
      if (module.state() === 'failed' && tests.every((test) => test.result().state !== 'failed'))
        counts.failed += 1
    }
    const seconds = cpuSeconds(process.pid)
    const cpu = seconds === undefined ? 'not measured' : `${seconds.toFixed(0)} s`
    process.stdout.write(
      `CPU time of the run: ${cpu}\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`,
    )
  }
}
