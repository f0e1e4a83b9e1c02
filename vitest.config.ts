import { configDefaults, defineConfig } from 'vitest/config'

// These have something to test only in the laps of .ci/run: a server that can be taken away or
// loaded or that has two connections, a finished build.
const needsServer = process.env['TEST_DATABASE_URL']
  ? []
  : [
      'engine/test/database/server-gone.test.ts',
      'test/dev/lap-postgres/with-server.test.ts',
      'test/hasura/lock-steps.test.ts',
      'test/load/**',
    ]
const needsBuild = process.env['E2E_BUILD_OUTPUT'] ? [] : ['test/dev/host/build-output.test.ts']
// And these start the sources themselves, whatever was built.
const needsSources = process.env['E2E_BUILD_OUTPUT']
  ? ['test/e2e/start.test.ts', 'test/e2e/demo.test.ts', 'test/e2e/engine-stops.test.ts']
  : []

// Parts are tested before the whole, so that what is broken is named by the nearest test.
const folders = [
  'engine/test',
  'test/bench',
  'test/cli',
  'test/dev/github',
  'test/docs',
  'test/functions',
  'test/fuzz',
  'test/house',
  'test/hasura',
  'test/server',
  'test/static',
]
const parts = folders.map((folder) => `${folder}/**/*.test.ts`)
// These load functions into their own process, which read its environment once. All others share a process and its
// loaded modules, which saves a third of the time: they keep nothing in either.
const alone = [
  'test/api/**/*.test.ts',
  'test/dev/{host,lap-postgres,stack}/**/*.test.ts',
  'test/e2e/{earlier-versions,key-rotation,session-lifetimes,signing-keys}.test.ts',
  'test/fixtures/**/*.test.ts',
]
const exclude = [...configDefaults.exclude, ...needsServer, ...needsBuild, ...needsSources]

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'parts', include: parts, exclude, isolate: false, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts'],
          exclude: [...exclude, ...parts, ...alone],
          isolate: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: alone, exclude, sequence: { groupOrder: 3 } },
      },
    ],
    reporters: ['default', './test/support/count-reporter.ts'],
    setupFiles: ['test/support/setup.ts'],
    // What starts a process or a host starts what is built.
    globalSetup: ['test/support/build-once.ts'],
    server: { deps: { external: [/\/\.build\//] } },
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
