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

// These share a process and its loaded modules, which saves a quarter of the time: they keep nothing in either.
const sharing = [
  'docs',
  'engine',
  'functions',
  'fuzz',
  'hasura',
  'keys',
  'local-github',
  'static',
  'support',
  'sync',
]
const inOneProcess = sharing.map((folder) => `test/${folder}/**/*.test.ts`)
const exclude = [...configDefaults.exclude, ...needsServer, ...needsBuild, ...needsSources]

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'parts', include: inOneProcess, exclude, isolate: false, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts'],
          exclude: [...exclude, ...inOneProcess],
          sequence: { groupOrder: 2 },
        },
      },
    ],
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
