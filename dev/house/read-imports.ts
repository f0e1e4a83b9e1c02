import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import ts from 'typescript'

/** One import or re-export of another file of the repository. */
export interface FileImport {
  /** The absolute path of the imported file. */
  target: string
  /** Whether only types are imported, so that nothing of the file is loaded. */
  isTypeOnly: boolean
}

/** The relative imports and re-exports of a TypeScript file, as its syntax says. */
export function readImports(file: string): FileImport[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest)
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return []
    const { moduleSpecifier } = statement
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return []
    if (!moduleSpecifier.text.startsWith('.')) return []
    const target = resolve(dirname(file), moduleSpecifier.text.replace(/\.js$/, '.ts'))
    return [{ target, isTypeOnly: isTypeOnly(statement) }]
  })
}

function isTypeOnly(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly || hasOnlyTypes(statement.exportClause)
  const clause = statement.importClause
  if (!clause) return false
  return clause.isTypeOnly || (clause.name === undefined && hasOnlyTypes(clause.namedBindings))
}

function hasOnlyTypes(names: ts.NamedImportBindings | ts.NamedExportBindings | undefined): boolean {
  if (!names || !('elements' in names)) return false
  return names.elements.length > 0 && names.elements.every((element) => element.isTypeOnly)
}
