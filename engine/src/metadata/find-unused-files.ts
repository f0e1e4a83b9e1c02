import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/**
 * Names the YAML files below `databases/` that nothing includes: somebody wrote them, and nothing of them is served.
 *
 * @param read the files that were read, as absolute or relative as `root`
 */
export function findUnusedFiles(root: string, read: ReadonlySet<string>): string[] {
  const folder = join(root, 'databases')
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml') && !read.has(join(folder, file)))
    .map((file) => join('databases', file))
    .sort()
}

/** What to do about such a file: the Hasura CLI lists the files of a folder in one that has the folder's name. */
export function describeUnusedFile(file: string): string {
  const folder = dirname(file)
  const list = join(folder, `${basename(folder)}.yaml`)
  return `${file} is included by no file, so nothing of it is served. Add this line to ${list}: - "!include ${basename(file)}"`
}
