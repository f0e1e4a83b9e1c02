import ts from 'typescript'

/** A mention of another module in a source. */
export interface Specifier {
  /** As it is written. */
  text: string
  /** What is taken of the module: `default`, names of its exports, `*` for the whole of it; nothing where it only runs. */
  names: string[]
  /** Gone when the program runs. */
  isTypeOnly: boolean
}

/** What a source imports, dynamically or as a type too, and passes on with `export … from`. */
export function* findSpecifiers(node: ts.Node): Generator<Specifier> {
  const found = specifierOf(node)
  if (found) yield found
  for (const child of childrenOf(node)) yield* findSpecifiers(child)
}

function specifierOf(node: ts.Node): Specifier | undefined {
  if (ts.isImportDeclaration(node)) {
    return mention(node.moduleSpecifier, importedNames(node.importClause), isTypeImport(node.importClause))
  }
  if (ts.isExportDeclaration(node)) {
    const isTypeOnly = node.isTypeOnly || everyNameIsType(node.exportClause)
    return mention(node.moduleSpecifier, passedOn(node), isTypeOnly)
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return mention(node.arguments[0], takenFrom(node), false)
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return mention(node.argument.literal, [node.qualifier?.getText() ?? '*'], true)
  }
  return undefined
}

function mention(
  specifier: ts.Node | undefined,
  names: string[],
  isTypeOnly: boolean,
): Specifier | undefined {
  return specifier && ts.isStringLiteral(specifier) ? { text: specifier.text, names, isTypeOnly } : undefined
}

/** `import type …`, and lists in which every name has its own `type`. */
function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  return clause.name === undefined && everyNameIsType(clause.namedBindings)
}

function everyNameIsType(names: ts.NamedExportBindings | ts.NamedImportBindings | undefined): boolean {
  if (!names || !(ts.isNamedImports(names) || ts.isNamedExports(names))) return false
  return names.elements.length > 0 && names.elements.every((element) => element.isTypeOnly)
}

function importedNames(clause: ts.ImportClause | undefined): string[] {
  if (!clause) return []
  const { name, namedBindings } = clause
  const own = name ? ['default'] : []
  if (!namedBindings) return own
  return [...own, ...(ts.isNamespaceImport(namedBindings) ? ['*'] : namesOf(namedBindings))]
}

function passedOn({ exportClause }: ts.ExportDeclaration): string[] {
  return exportClause && ts.isNamedExports(exportClause) ? namesOf(exportClause) : ['*']
}

function namesOf({ elements }: ts.NamedImports | ts.NamedExports): string[] {
  return elements.map((element) => (element.propertyName ?? element.name).text)
}

/** `const { a, b: c } = await import(…)` takes a and b; anything else takes the whole module. */
function takenFrom(call: ts.CallExpression): string[] {
  const declaration = call.parent.parent
  if (!ts.isAwaitExpression(call.parent) || !ts.isVariableDeclaration(declaration)) return ['*']
  if (!ts.isObjectBindingPattern(declaration.name)) return ['*']
  return declaration.name.elements.map((element) => (element.propertyName ?? element.name).getText())
}

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => void children.push(child))
  return children
}
