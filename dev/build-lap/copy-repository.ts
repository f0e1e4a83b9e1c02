import { cp, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { run } from './run.js'

/** Copies what git would commit, and nothing that it ignores: what Vercel would get. */
export async function copyRepository(from: string, to: string): Promise<void> {
  let listed = ''
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  await run('git', args, {
    cwd: from,
    onOutput: (text) => {
      listed += text
    },
  })
  for (const file of listed.split('\0').filter((name) => name !== '')) {
    await mkdir(dirname(join(to, file)), { recursive: true })
    await cp(join(from, file), join(to, file))
  }
}
