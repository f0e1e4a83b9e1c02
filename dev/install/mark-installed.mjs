import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'

/**
 * Remembers that npm ci ended well for these contents. Should a version of npm write down an install in a way that
 * find-misfit.mjs does not take for what is locked, one install is enough all the same.
 */
export function markInstalled(root) {
  writeFileSync(markOf(root), digest(root))
}

export function isMarked(root) {
  return read(markOf(root)) === digest(root)
}

function markOf(root) {
  return `${root}node_modules/.installed-by-ensure-installed`
}

/** Of what is locked and of what npm says is installed: an install by hand of something else takes the mark away. */
function digest(root) {
  const contents = [`${root}package-lock.json`, `${root}node_modules/.package-lock.json`].map(read)
  return createHash('sha256').update(JSON.stringify(contents)).digest('hex')
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
