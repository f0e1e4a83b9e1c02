import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './run.js'

/** Pinned: later ones ask for a package version that does not exist. */
const vercelCli = 'vercel@60.1.3'

/** `vercel build` asks for a linked project, but never looks it up when the link names its settings. */
const projectLink = {
  projectId: 'prj_placeholder',
  orgId: 'team_placeholder',
  settings: { framework: null, nodeVersion: '24.x' },
}

/**
 * Builds a repository with Vercel's own builder, without an account.
 *
 * @returns the `.vercel/output` folder, and everything that the builder printed
 */
export async function build(repository: string): Promise<{ output: string; printed: string }> {
  await mkdir(join(repository, '.vercel'), { recursive: true })
  await writeFile(join(repository, '.vercel/project.json'), JSON.stringify(projectLink))
  let printed = ''
  const onOutput = (text: string) => {
    printed += text
  }
  const env = { VERCEL_TELEMETRY_DISABLED: '1', NO_UPDATE_NOTIFIER: '1' }
  await run('npx', ['--yes', vercelCli, 'build', '--yes'], { cwd: repository, env, onOutput }).catch(
    (error: unknown) => {
      throw new Error(`vercel build failed:\n${printed}`, { cause: error })
    },
  )
  return { output: join(repository, '.vercel/output'), printed }
}
