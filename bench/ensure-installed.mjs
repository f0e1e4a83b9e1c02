import { fileURLToPath } from 'node:url'
import { isMarked, markInstalled } from '../dev/install/mark-installed.mjs'
import { findMisfit } from '../dev/install/find-misfit.mjs'
import { runNpmCi } from '../dev/install/run-npm-ci.mjs'
import { withLock } from '../dev/install/with-lock.mjs'

/** Installs what is compared with into bench/node_modules, unless it is there. */
const root = fileURLToPath(new URL('.', import.meta.url))
const say = (line) => process.stderr.write(`${line}\n`)
const misfitOf = () => (isMarked(root) ? undefined : findMisfit(root))

if (misfitOf() !== undefined) process.exitCode = await withLock(`${root}.npm-ci.lock`, say, install)

async function install() {
  const misfit = misfitOf()
  if (misfit === undefined) return 0
  say(`bench: ${misfit}: running npm ci.`)
  const code = await runNpmCi(root)
  if (code === 0) markInstalled(root)
  return code
}
