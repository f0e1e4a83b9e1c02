/** What is started as a process of its own: `node dev/run.mjs <program>`. */
export const programs = [
  'cli/keys.ts',
  'cli/login.ts',
  'cli/sync.ts',
  'dev/demo.ts',
  'dev/host/cli.ts',
  'dev/start.ts',
  'engine/src/cli.ts',
]

export function isProgram(file: string): boolean {
  return programs.includes(file)
}
