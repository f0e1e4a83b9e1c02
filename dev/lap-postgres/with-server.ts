import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { pickPort } from '../stack/pick-port.js'
import type { ServerPrograms } from './find-programs.js'
import { type User, unprivilegedUser } from './unprivileged-user.js'

/** Nothing of this server outlives the tests, so that it need not survive a power cut. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '300',
  max_wal_size: '8GB',
  // Counts the blocks that each statement reads, those of triggers and functions by themselves as well.
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track': 'all',
}

interface Place {
  folder: string
  user: User | undefined
  password: string
}

/**
 * Lends a new PostgreSQL server to some work, and removes it afterwards, however the work ends.
 *
 * @param signal ends the preparation early; the work has to watch it by itself
 * @param onLine gets each line of the server's log
 */
export async function withServer(
  programs: ServerPrograms,
  signal: AbortSignal,
  work: (url: string) => Promise<void>,
  onLine: (line: string) => void = () => {},
): Promise<void> {
  const user = await unprivilegedUser()
  const folder = await mkdtemp(join(tmpdir(), 'lap-postgres-'))
  try {
    const place = { folder, user, password: randomBytes(16).toString('hex') }
    await createCluster(programs, place, signal)
    await runServer(programs, place, { work, onLine })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function createCluster({ initdb }: ServerPrograms, place: Place, signal: AbortSignal): Promise<void> {
  const { folder, user, password } = place
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (user) for (const path of [folder, passwordFile]) await chown(path, user.uid, user.gid)
  const args = [
    '-D',
    join(folder, 'data'),
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
  ]
  const locale = ['--encoding=UTF8', '--locale=C', '--no-sync']
  await promisify(execFile)(initdb, [...args, ...locale], { ...user, cwd: folder, signal })
}

/** Its own process group: Ctrl-C is for the tests, and the server goes after them. */
async function runServer(
  { postgres }: ServerPrograms,
  { folder, user, password }: Place,
  { work, onLine }: { work: (url: string) => Promise<void>; onLine: (line: string) => void },
): Promise<void> {
  const port = await pickPort(0, [])
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(postgres, ['-D', join(folder, 'data'), '-p', String(port), ...flags], {
    ...user,
    cwd: folder,
    detached: true,
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = once(server, 'exit')
  try {
    await Promise.race([
      ready(server, onLine),
      exited.then(() => Promise.reject(new Error('PostgreSQL ended at its start.'))),
    ])
    await work(`postgres://postgres:${password}@127.0.0.1:${port}/postgres`)
  } finally {
    // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
    if (server.exitCode === null && server.signalCode === null) server.kill('SIGINT')
    await exited
  }
}

/** Keeps reading afterwards: a full pipe would stop the server. */
function ready({ stderr }: ChildProcess, onLine: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    if (!stderr) throw new TypeError('the server has no error stream')
    createInterface(stderr).on('line', (line) => {
      onLine(line)
      if (line.includes('ready to accept connections')) resolve()
      if (/\b(FATAL|PANIC):/.test(line) && !line.includes('terminating connection'))
        process.stderr.write(`${line}\n`)
    })
  })
}
