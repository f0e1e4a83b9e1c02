import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import type { MetadataProblem } from './metadata-error.js'

/**
 * Names the files of a metadata folder that nothing reads: somebody wrote them, and nothing of them is served. Hidden
 * ones are nobody's metadata.
 *
 * @param read the files that were read, as absolute or relative as `root`
 */
export function findUnusedFiles(root: string, read: ReadonlySet<string>): MetadataProblem[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) =>
        !/(^|[\\/])\./.test(file) && !read.has(join(root, file)) && statSync(join(root, file)).isFile(),
    )
    .sort()
    .map((file) => ({ file, line: 1, message: describe(file) }))
}

/** The Hasura CLI lists the files of a folder in one that has the folder's name, and this list in `databases.yaml`. */
function describe(file: string): string {
  if (!/^databases[\\/].*\.ya?ml$/.test(file))
    return 'not a file of Hasura’s metadata, so nothing of it is served'
  const kind = basename(dirname(file))
  const list = join(dirname(file), `${kind}.yaml`)
  const [where, line] =
    file === list
      ? ['its database in databases/databases.yaml', `${kind}: "!include ${relative('databases', file)}"`]
      : [list, `- "!include ${basename(file)}"`]
  return `included by no file, so nothing of it is served. Add this line to ${where}: ${line}`
}
