import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build-lap/build.js'
import { copyRepository } from './build-lap/copy-repository.js'
import { functionSizes } from './build-lap/function-sizes.js'
import { run } from './build-lap/run.js'
import { repository } from './repository.js'

const tests = [
  'test/e2e',
  'test/attacks',
  'test/browser/behind-an-app.test.ts',
  'test/dev/host/build-output.test.ts',
]

/** Builds the repository as Vercel does, then runs the end-to-end tests against what Vercel would run. */
const copy = await mkdtemp(join(tmpdir(), 'build-lap-'))
try {
  process.stdout.write('Building a copy of the repository with vercel build…\n')
  await copyRepository(repository, copy)
  const { output, printed } = await build(copy)
  printWarnings(printed)
  await printSizes(output)
  await run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...tests], {
    cwd: repository,
    env: { E2E_BUILD_OUTPUT: output },
  })
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
} finally {
  await rm(copy, { recursive: true, force: true })
}

function printWarnings(printed: string): void {
  const warnings = new Set(printed.split('\n').filter((line) => /^(warning|error)/i.test(line)))
  for (const warning of warnings) process.stdout.write(`  ${warning}\n`)
}

async function printSizes(output: string): Promise<void> {
  for (const { name, files, bytes } of await functionSizes(output)) {
    process.stdout.write(`  ${name}: ${files} files, ${(bytes / 1_000_000).toFixed(2)} MB\n`)
  }
}
