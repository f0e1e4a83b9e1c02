import { readFileSync } from 'node:fs'

/**
 * Compares what is installed with what is locked by contents, as npm wrote both down: dates say nothing after a git
 * checkout. npm writes node_modules/.package-lock.json at the end of every complete install, also of one by hand.
 *
 * @returns what does not fit, as the beginning of a sentence
 */
export function findMisfit(root) {
  const installed = readPackages(`${root}node_modules/.package-lock.json`)
  if (installed === undefined) return 'The dependencies are not installed yet'
  const locked = readPackages(`${root}package-lock.json`) ?? {}
  const paths = new Set([...Object.keys(locked), ...Object.keys(installed)].filter(isInstalledPath))
  for (const path of paths) {
    const [is, wanted] = [installed[path], locked[path]]
    if (!fits(is, wanted)) return `${path} is ${describe(is)} and package-lock.json has ${describe(wanted)}`
  }
  return undefined
}

/** `''` is the project itself and `engine` a workspace of it: their files are here in any case. */
function isInstalledPath(path) {
  return path.includes('node_modules/')
}

function fits(is, wanted) {
  // What was tried out with --no-save, or a workspace of another branch, is in nobody's way.
  if (wanted === undefined) return is.extraneous === true || is.link === true
  // Left out by npm itself: it is for another system, or could not be built.
  if (is === undefined) return wanted.optional === true
  return ['version', 'integrity', 'link'].every((name) => is[name] === wanted[name])
}

function describe(entry) {
  return entry === undefined ? 'absent' : (entry.version ?? 'a link')
}

/** @returns undefined when there is no such file, or npm was stopped while it wrote it */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {}
  } catch {
    return undefined
  }
}
