import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listScripts, type Script, visibleIn } from './list-scripts.js'

interface Migration {
  version: string
  /** Path of the script that is run. */
  file: string
}

type Warn = (message: string) => void

/**
 * The migrations of one database in the order of their versions, in every form that the Hasura CLI reads. `dir` is a
 * project's `migrations` folder, with one folder for each database, or the folder of the database itself.
 *
 * @param warn hears of everything else that lies there, by its path
 * @throws Error when the folder is missing, two migrations have one version, or one is written in YAML
 */
export function findMigrations(dir: string, databaseName: string, warn: Warn = () => {}): Migration[] {
  if (!existsSync(dir)) throw new Error(`The migrations folder ${dir} does not exist.`)
  const ofDatabase = join(dir, databaseName)
  const folder = existsSync(ofDatabase) ? ofDatabase : dir
  const scripts = listScripts(folder)
  refuseYaml(scripts)
  const migrations = scripts.flatMap(({ path, name }): Migration[] =>
    name?.direction === 'up' && name.language === 'sql' ? [{ version: name.version, file: path }] : [],
  )
  const sorted = migrations.sort((left, right) => Number(BigInt(left.version) - BigInt(right.version)))
  refuseRepeated(sorted)
  if (folder === dir && sorted.length === 0 && scripts.length > 0)
    warn(`${dir}: holds no migration, nor a folder “${databaseName}”, which is the name of the database`)
  const beside = folder === dir ? [] : visibleIn(dir).filter((entry) => entry !== databaseName)
  for (const name of beside) warn(`${join(dir, name)}: not run, as the migrations are those in ${folder}`)
  warnOfOthers(scripts, new Set(sorted.map(({ version }) => version)), warn)
  return sorted
}

/** They hold metadata, which has its own folder now. The empty list stands for none; the CLI used to write it. */
function refuseYaml(scripts: readonly Script[]): void {
  const isEmpty = (path: string) => ['', '[]'].includes(readFileSync(path, 'utf8').trim())
  const found = scripts.filter(
    ({ path, name }) => name?.language === 'yaml' && name.direction === 'up' && !isEmpty(path),
  )
  if (found.length === 0) return
  const message = [
    'Migrations in YAML are of the older configuration of the Hasura CLI and are not run:',
    ...found.map(({ path }) => `  ${path}`),
    'Put the SQL of each into an up.sql, and what it does to metadata into the metadata folder, and delete it.',
  ]
  throw new Error(message.join('\n'))
}

function refuseRepeated(sorted: readonly Migration[]): void {
  for (const [index, { version, file }] of sorted.entries()) {
    const before = sorted[index - 1]
    if (before?.version === version) {
      throw new Error(`Two migrations have the version ${version}:\n  ${before.file}\n  ${file}`)
    }
  }
}

function warnOfOthers(scripts: readonly Script[], versions: ReadonlySet<string>, warn: Warn): void {
  for (const { path, name } of scripts) {
    if (name?.language !== 'sql')
      warn(`${path}: not a migration that the Hasura CLI would run, so it is not run`)
    else if (!versions.has(name.version)) warn(`${path}: undoes a migration that is not there`)
  }
}
