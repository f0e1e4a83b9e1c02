import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

interface Migration {
  version: string
  /** Path of `up.sql`. */
  file: string
}

const FOLDER = /^(\d+)(?:_.*)?$/

/**
 * The migrations of one database in the order of their versions. `dir` is a project's `migrations` folder, with one
 * folder for each database, or the folder of the database itself.
 *
 * @throws Error when the folder is missing or two migrations have one version
 */
export function findMigrations(dir: string, databaseName: string): Migration[] {
  if (!existsSync(dir)) throw new Error(`The migrations folder ${dir} does not exist.`)
  const ofDatabase = join(dir, databaseName)
  const folder = existsSync(ofDatabase) ? ofDatabase : dir
  const migrations = readdirSync(folder).flatMap((name): Migration[] => {
    const version = FOLDER.exec(name)?.[1]
    const file = join(folder, name, 'up.sql')
    return version !== undefined && existsSync(file) ? [{ version, file }] : []
  })
  const sorted = migrations.sort((left, right) => compareVersions(left.version, right.version))
  const repeated = sorted.find(({ version }, index) => sorted[index - 1]?.version === version)
  if (repeated) throw new Error(`Two migrations in ${folder} have the version ${repeated.version}.`)
  return sorted
}

function compareVersions(left: string, right: string): number {
  return Number(BigInt(left) - BigInt(right))
}
