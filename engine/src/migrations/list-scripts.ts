import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A file of a migrations folder, with what its name says if it is a migration's. */
export interface Script {
  path: string
  name?: { version: string; direction: 'up' | 'down'; language: 'sql' | 'yaml' } | undefined
}

/** Of `1_name/up.sql`, `1_name/any.up.sql` and `1_name.up.sql` alike, once a folder's name is put before its files'. */
const SCRIPT = /^(\d+)(?:_.*)?\.(up|down)\.(sql|yaml)$/

/**
 * Everything that lies in the migrations folder of one database but hidden files, which are nobody's migration.
 *
 * @see cli/migrate/source/file/file.go and parse.go of hasura/graphql-engine
 */
export function listScripts(folder: string): Script[] {
  return visibleIn(folder).flatMap((entry) => {
    const path = join(folder, entry)
    if (!isFolder(path)) return [{ path, name: readName(entry) }]
    const inside = visibleIn(path).map((file) => ({
      path: join(path, file),
      name: isFolder(join(path, file)) ? undefined : readName(`${entry}.${file}`),
    }))
    return inside.length === 0 ? [{ path }] : inside
  })
}

export function visibleIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => !name.startsWith('.'))
}

function isFolder(path: string): boolean {
  return statSync(path).isDirectory()
}

function readName(text: string): Script['name'] {
  const [, version, direction, language] = SCRIPT.exec(text) ?? []
  if (version === undefined) return undefined
  return {
    // As the Hasura CLI records it: without leading zeros.
    version: String(BigInt(version)),
    direction: direction === 'up' ? 'up' : 'down',
    language: language === 'sql' ? 'sql' : 'yaml',
  }
}
