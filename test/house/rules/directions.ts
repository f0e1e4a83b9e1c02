/**
 * Who may import whom: folders of the repository, or single files. Not listed is not allowed.
 * Reasons stand in docs/architecture.md.
 */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  'api/': ['api/', 'functions/'],
  // A person reads the same about a code on every page, those that functions answer included.
  'functions/': ['functions/', 'static/js/text/describe-error.js'],
  'cli/': ['cli/', 'functions/'],
  // Others take it into servers of their own.
  'server/': ['server/'],
  'engine/src/': ['engine/src/'],
  'engine/test/': ['engine/src/', 'engine/test/'],
  // Every program that serves stops in the same way; the face would load the engine into the host's process.
  'dev/': ['dev/', 'engine/src/index.ts', 'engine/src/stop-on-signal.ts', 'functions/config/'],
  'static/': ['static/'],
  'bench/': ['bench/', 'dev/', 'engine/src/index.ts', 'functions/'],
  'test/': [
    'api/',
    'bench/src/',
    'cli/',
    'dev/',
    'engine/src/index.ts',
    'engine/test/support/',
    'functions/',
    'server/',
    'static/',
    'test/',
  ],
  'vitest.config.ts': [],
}
