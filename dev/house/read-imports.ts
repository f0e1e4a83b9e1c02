import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import ts from 'typescript'
import { repository } from '../repository.js'
import { repositoryFiles } from './repository-files.js'

export interface Import {
  from: string
  /** The file that is imported, as a path of the repository; or the package. */
  to: string
  isPackage: boolean
  /** Gone when the program runs. */
  isTypeOnly: boolean
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
  for (const [specifier, isTypeOnly] of specifiers(source)) {
    const isPackage = !specifier.startsWith('.')
    yield {
      from: file,
      to: isPackage ? packageOf(specifier) : targetOf(file, specifier),
      isPackage,
      isTypeOnly,
    }
  }
}

function* specifiers(node: ts.Node): Generator<[specifier: string, isTypeOnly: boolean]> {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    const { moduleSpecifier } = node
    if (moduleSpecifier && ts.isStringLiteral(moduleSpecifier)) yield [moduleSpecifier.text, isTypeOnly(node)]
    return
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments
    if (argument && ts.isStringLiteral(argument)) yield [argument.text, false]
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    if (ts.isStringLiteral(node.argument.literal)) yield [node.argument.literal.text, true]
  }
  for (const child of childrenOf(node)) yield* specifiers(child)
}

/** `import type …`, `export type … from`, and lists in which every name has its own `type`. */
function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly || everyNameIsType(node.exportClause)
  const { importClause } = node
  if (!importClause) return false
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  return importClause.name === undefined && everyNameIsType(importClause.namedBindings)
}

function everyNameIsType(names: ts.NamedExportBindings | ts.NamedImportBindings | undefined): boolean {
  if (!names || !(ts.isNamedImports(names) || ts.isNamedExports(names))) return false
  return names.elements.length > 0 && names.elements.every((element) => element.isTypeOnly)
}

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => void children.push(child))
  return children
}

/** Sources are imported by the name that they would be built to. */
export function targetOf(file: string, specifier: string): string {
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
