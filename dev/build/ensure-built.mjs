import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sources = ['api', 'cli', 'dev', 'engine/src', 'functions', 'static/js/text', 'package-lock.json']

export const buildFolder = join(root, '.build')
export const keyFile = join(buildFolder, 'key')

/** Where the bundle of a program stands, for example of `dev/start.ts`. */
export function builtFile(program) {
  return join(buildFolder, 'programs', program.replace(/\.ts$/, '.js'))
}

/** Builds functions and programs unless that is done for just these sources. */
export function ensureBuilt() {
  if (existsSync(keyFile) && readFileSync(keyFile, 'utf8') === sourcesKey()) return
  process.stderr.write('Building functions and programs…\n')
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', join(root, 'dev/build.ts')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0)
    throw new Error('The programs of this repository cannot be built; what is wrong stands above.')
}

/** Of the contents, and of the place: a bundle knows where its sources are. */
export function sourcesKey() {
  const hash = createHash('sha256').update(root)
  for (const file of sources.flatMap((name) => filesBelow(name)))
    hash.update(`\0${file}\0`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function filesBelow(name) {
  if (name.includes('.')) return [name]
  const entries = readdirSync(join(root, name), { withFileTypes: true, recursive: true })
  const files = entries.filter((entry) => entry.isFile())
  return files.map(({ parentPath, name: file }) => join(parentPath, file).slice(root.length)).sort()
}
