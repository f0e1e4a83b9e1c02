import { configDefaults, defineConfig } from 'vitest/config'

// These have something to test only in the laps of .ci/run: a server that can be taken away or loaded, a finished build.
const needsServer = process.env['TEST_DATABASE_URL']
  ? []
  : ['test/engine/database/server-gone.test.ts', 'test/lap-postgres/with-server.test.ts', 'test/load/**']
const needsBuild = process.env['E2E_BUILD_OUTPUT'] ? [] : ['test/host/build-output.test.ts']
// And these start the sources themselves, whatever was built.
const needsSources = process.env['E2E_BUILD_OUTPUT']
  ? ['test/e2e/start.test.ts', 'test/e2e/demo.test.ts']
  : []

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...needsServer, ...needsBuild, ...needsSources],
    reporters: ['default', './test/support/count-reporter.ts'],
    setupFiles: ['test/support/setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // A busy machine is no failure: what a test waits for may take its time.
    expect: { poll: { timeout: 40_000 } },
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
})
