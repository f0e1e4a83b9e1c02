import { statSync } from 'node:fs'
import { resolve } from 'node:path'

interface Paths {
  metadata: string
  migrations?: string
  sql?: string
}

/**
 * Looks at the paths of the command line before a database starts for nothing.
 *
 * @throws Error naming the option and the absolute path, as npm runs programs in its package's folder
 */
export function checkPaths({ metadata, migrations, sql }: Paths): void {
  check('--metadata', metadata, 'folder')
  if (migrations !== undefined) check('--migrations', migrations, 'folder')
  if (sql !== undefined) check('--sql', sql, 'file')
}

function check(option: string, path: string, kind: 'folder' | 'file'): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found && (kind === 'folder' ? found.isDirectory() : !found.isDirectory())) return
  throw new Error(`${option}: ${resolve(path)} ${found ? `is not a ${kind}` : 'does not exist'}.`)
}
