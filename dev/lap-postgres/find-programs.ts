import { execFile } from 'node:child_process'
import { access, constants, readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { run } from '../build-lap/run.js'

export interface ServerPrograms {
  initdb: string
  postgres: string
  /** As the server says it, for example `postgres (PostgreSQL) 17.2`. */
  version: string
}

/** Where Debian and Ubuntu have the programs of each version, outside of PATH. */
const debianFolder = '/usr/lib/postgresql'

/**
 * Finds the programs of a PostgreSQL server.
 *
 * @param install whether apt-get may fetch them when there are none
 * @throws Error that says what to do
 */
export async function findPrograms({ install }: { install: boolean }): Promise<ServerPrograms> {
  const found = (await search()) ?? (install ? await installAndSearch() : undefined)
  if (found) return found
  throw new Error('There is no PostgreSQL here. Install it, or as root on Debian or Ubuntu add --install.')
}

async function search(): Promise<ServerPrograms | undefined> {
  for (const folder of [...(process.env['PATH'] ?? '').split(delimiter), ...(await debianFolders())]) {
    const [initdb, postgres] = [join(folder, 'initdb'), join(folder, 'postgres')]
    if ((await isProgram(initdb)) && (await isProgram(postgres)))
      return { initdb, postgres, version: await versionOf(postgres) }
  }
  return undefined
}

/** The newest version first. */
async function debianFolders(): Promise<string[]> {
  const versions = await readdir(debianFolder).catch(() => [])
  return versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(debianFolder, version, 'bin'))
}

function isProgram(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  )
}

async function versionOf(postgres: string): Promise<string> {
  return (await promisify(execFile)(postgres, ['--version'])).stdout.trim()
}

async function installAndSearch(): Promise<ServerPrograms | undefined> {
  if (process.getuid?.() !== 0) throw new Error('--install needs root: apt-get installs PostgreSQL.')
  const options = { cwd: '/', env: { DEBIAN_FRONTEND: 'noninteractive' } }
  await run('apt-get', ['update'], options)
  await run('apt-get', ['install', '-y', 'postgresql'], options)
  return search()
}
