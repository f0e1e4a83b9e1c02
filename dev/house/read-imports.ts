import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import ts from 'typescript'
import { repository } from '../repository.js'
import { findSpecifiers, type Specifier } from './find-specifiers.js'
import { repositoryFiles } from './repository-files.js'

export interface Import extends Omit<Specifier, 'text'> {
  from: string
  /** The file that is imported, as a path of the repository; or the package. */
  to: string
  isPackage: boolean
}

const isSource = (path: string) => /\.(ts|mts|js|mjs)$/.test(path)

/** Every source file that git has or would commit. */
export const sourceFiles: readonly string[] = repositoryFiles().filter(isSource)

const known = new Set(sourceFiles)
const parsed = new Map<string, ts.SourceFile>()

export function parseSource(file: string): ts.SourceFile {
  const source =
    parsed.get(file) ??
    ts.createSourceFile(file, readFileSync(`${repository}/${file}`, 'utf8'), ts.ScriptTarget.Latest, true)
  parsed.set(file, source)
  return source
}

/** What the files of these folders import, dynamically too, and pass on with `export … from`. */
export function importsOf(...folders: readonly string[]): Import[] {
  return sourceFiles
    .filter((file) => folders.some((folder) => file.startsWith(`${folder}/`)))
    .flatMap(readImports)
}

export function readImports(file: string): Import[] {
  return [...importsIn(file, parseSource(file))]
}

/** @param file where the source stands, or would stand, in the repository */
export function* importsIn(file: string, source: ts.SourceFile): Generator<Import> {
  for (const { text, names, isTypeOnly } of findSpecifiers(source)) {
    const isPackage = !/^[.#]/.test(text)
    yield { from: file, to: isPackage ? packageOf(text) : targetOf(file, text), names, isPackage, isTypeOnly }
  }
}

/** Sources are imported by the name that they would be built to, or by one that package.json gives what is built of them. */
function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('#')) return specifier.replace(/^#routes\/(.*)$/, 'api/_routes/$1.ts')
  const path = posix.join(posix.dirname(file), specifier)
  const asTypeScript = path.replace(/\.(m?)js$/, '.$1ts')
  return known.has(asTypeScript) ? asTypeScript : path
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
