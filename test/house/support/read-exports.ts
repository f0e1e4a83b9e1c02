import ts from 'typescript'
import { parseSource } from '../../../dev/house/read-imports.js'

/** The names that a file declares and exports; what it only passes on with `export … from` is not among them. */
export function exportedNames(file: string): string[] {
  return parseSource(file).statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) return statement.moduleSpecifier ? [] : listed(statement)
    if (ts.isExportAssignment(statement)) return ['default']
    if (!ts.canHaveModifiers(statement)) return []
    const kinds = ts.getModifiers(statement)?.map(({ kind }) => kind) ?? []
    if (!kinds.includes(ts.SyntaxKind.ExportKeyword)) return []
    return kinds.includes(ts.SyntaxKind.DefaultKeyword) ? ['default'] : declaredNames(statement)
  })
}

function listed({ exportClause }: ts.ExportDeclaration): string[] {
  if (!exportClause || !ts.isNamedExports(exportClause)) return []
  return exportClause.elements.map(({ name }) => name.text)
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name))
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  return isNamed && statement.name ? [statement.name.text] : []
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text]
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundNames(element.name)))
}
