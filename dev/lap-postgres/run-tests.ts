import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { repository } from '../repository.js'

interface TestRun {
  databaseUrl: string
  signal: AbortSignal
}

/**
 * Runs tests whose databases are on a server.
 *
 * @throws Error when a test fails
 */
export async function runTests(paths: readonly string[], { databaseUrl, signal }: TestRun): Promise<void> {
  if (signal.aborted) return
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...paths], {
    cwd: repository,
    stdio: 'inherit',
    env: { ...process.env, TEST_DATABASE_URL: databaseUrl },
  })
  signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true })
  await once(child, 'exit')
  if (child.exitCode !== 0 && !signal.aborted) throw new Error('Tests failed on PostgreSQL.')
}
