import { spawn } from 'node:child_process'

const stopWithParent = new URL(`../stop-with-parent.mjs?parent=${process.pid}`, import.meta.url).href

/** @returns the exit code of npm */
export function runNpmCi(root) {
  const npm = npmCommand()
  const child = spawn(npm.command, [...npm.args, 'ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
    shell: npm.shell,
  })
  return new Promise((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`npm could not be started: ${error.message}\n`)
      resolve(1)
    })
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/** Inside an npm script npm names its own entry file; otherwise the one on the PATH is a .cmd file on Windows. */
function npmCommand() {
  const script = process.env['npm_execpath']
  if (!script?.endsWith('.js')) return { command: 'npm', args: [], shell: process.platform === 'win32' }
  return { command: process.execPath, args: ['--import', stopWithParent, script], shell: false }
}
