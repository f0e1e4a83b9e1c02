/**
 * Installs the dependencies when they are absent or older than the lockfile, so that `npm start` and `npm test` are each
 * one command on a fresh clone. Plain Node on purpose: it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** npm writes node_modules/.package-lock.json at the end of every complete install. */
const reason = reasonToInstall(modifiedAt('node_modules/.package-lock.json'), modifiedAt('package-lock.json'))
if (reason) {
  process.stderr.write(`${reason}: running npm ci, which takes a minute the first time.\n`)
  process.exitCode = runNpmCi()
}

function reasonToInstall(installedAt, lockedAt) {
  if (installedAt === undefined) return 'The dependencies are not installed yet'
  if (lockedAt !== undefined && lockedAt > installedAt) return 'package-lock.json is newer than node_modules'
  return undefined
}

function modifiedAt(path) {
  return statSync(`${root}/${path}`, { throwIfNoEntry: false })?.mtimeMs
}

function runNpmCi() {
  const npm = npmCommand()
  const install = spawnSync(npm.command, [...npm.args, 'ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
    shell: npm.shell,
  })
  if (install.error) process.stderr.write(`npm could not be started: ${install.error.message}\n`)
  return install.status ?? 1
}

/** Inside an npm script npm names its own entry file; otherwise the one on the PATH is a .cmd file on Windows. */
function npmCommand() {
  const script = process.env['npm_execpath']
  if (script?.endsWith('.js')) return { command: process.execPath, args: [script], shell: false }
  return { command: 'npm', args: [], shell: process.platform === 'win32' }
}
