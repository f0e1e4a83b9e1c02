import { findMisfit } from './find-misfit.mjs'
import { isMarked, markInstalled } from './mark-installed.mjs'
import { runNpmCi } from './run-npm-ci.mjs'
import { withLock } from './with-lock.mjs'

/** Why what is installed in a folder is not what its lockfile names; undefined when it is. */
export function whatDoesNotFit(root) {
  return isMarked(root) ? undefined : findMisfit(root)
}

/**
 * Runs npm ci in a folder, one process at a time. Looks again: while this one waited for the lock, another may have
 * installed everything.
 *
 * @param announce gives what is said before npm ci runs
 * @returns the exit code
 */
export function installUnderLock(root, say, announce) {
  return withLock(`${root}.npm-ci.lock`, say, async () => {
    const misfit = whatDoesNotFit(root)
    if (misfit === undefined) return 0
    say(announce(misfit))
    const code = await runNpmCi(root)
    if (code === 0) markInstalled(root)
    return code
  })
}
