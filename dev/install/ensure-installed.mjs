import '../stop-with-parent.mjs'
import { lstatSync, realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { installUnderLock, whatDoesNotFit } from './install-under-lock.mjs'
import { placeExec } from './place-exec.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const modules = `${root}node_modules`

/** Installs what package-lock.json names, unless it is there; what cannot be is said, and the exit code is not 0. */
export async function ensureInstalled() {
  const code = await installMissing()
  if (code === 0) placeExec(root)
  process.exitCode = code
}

/** @returns the exit code */
async function installMissing() {
  const misfit = whatDoesNotFit(root)
  if (misfit === undefined) return 0
  return isLink(modules) ? refuseLink(misfit) : installUnderLock(root, say, announce)
}

function announce(misfit) {
  return `${misfit}: running npm ci, which takes a minute the first time.`
}

function isLink(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
}

/** npm ci empties the folder that it installs into, and this one has other users. */
function refuseLink(misfit) {
  say(`${misfit}, and node_modules is a link${targetOfLink()}, which is not installed into from here.`)
  say('Run npm ci where it leads, or remove the link and start this again.')
  return 1
}

function targetOfLink() {
  try {
    return ` to ${realpathSync(modules)}`
  } catch {
    return ' to nothing'
  }
}

function say(line) {
  process.stderr.write(`${line}\n`)
}
