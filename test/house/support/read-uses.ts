import ts from 'typescript'
import { parseSource, targetOf } from '../../../dev/house/read-imports.js'

/** A name of another file that a file uses; `*` where it takes the whole module. */
interface Use {
  target: string
  name: string
}

/** What a file takes from others: by import, `export … from`, and `await import(…)`. */
export function usesOf(file: string): Use[] {
  const uses: Use[] = []
  const take = (specifier: ts.Expression | undefined, names: readonly string[]) => {
    if (!specifier || !ts.isStringLiteral(specifier) || !specifier.text.startsWith('.')) return
    const target = targetOf(file, specifier.text)
    for (const name of names) uses.push({ target, name })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) take(node.moduleSpecifier, importedNames(node.importClause))
    else if (ts.isExportDeclaration(node)) take(node.moduleSpecifier, passedOn(node))
    else if (isDynamicImport(node)) take(node.arguments[0], takenFrom(node))
    else if (ts.isImportTypeNode(node)) take(literalOf(node), [node.qualifier?.getText() ?? '*'])
    ts.forEachChild(node, visit)
  }
  visit(parseSource(file))
  return uses
}

function importedNames(clause: ts.ImportClause | undefined): string[] {
  if (!clause) return []
  const { name, namedBindings } = clause
  const own = name ? ['default'] : []
  if (!namedBindings) return own
  if (ts.isNamespaceImport(namedBindings)) return [...own, '*']
  return [...own, ...namedBindings.elements.map((element) => (element.propertyName ?? element.name).text)]
}

function passedOn({ exportClause }: ts.ExportDeclaration): string[] {
  if (!exportClause || !ts.isNamedExports(exportClause)) return ['*']
  return exportClause.elements.map((element) => (element.propertyName ?? element.name).text)
}

function isDynamicImport(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
}

/** `const { a, b: c } = await import(…)` takes a and b; anything else takes the whole module. */
function takenFrom(call: ts.CallExpression): string[] {
  const declaration = call.parent.parent
  if (!ts.isAwaitExpression(call.parent) || !ts.isVariableDeclaration(declaration)) return ['*']
  if (!ts.isObjectBindingPattern(declaration.name)) return ['*']
  return declaration.name.elements.map((element) => (element.propertyName ?? element.name).getText())
}

function literalOf({ argument }: ts.ImportTypeNode): ts.Expression | undefined {
  return ts.isLiteralTypeNode(argument) && ts.isStringLiteral(argument.literal) ? argument.literal : undefined
}
