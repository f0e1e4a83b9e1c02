import ts from 'typescript'
import { expect, test } from 'vitest'
import { parseSource, sourceFiles } from '../../dev/house/read-imports.js'

const mostParameters = 4

test('no function of the engine takes five parameters: what travels together is one named thing', () => {
  const files = sourceFiles.filter((file) => file.startsWith('engine/src/'))
  expect(files.length).toBeGreaterThan(300)
  expect(files.flatMap((file) => longFunctions(parseSource(file)))).toEqual([])
})

test('longFunctions() names what takes too many', () => {
  const code = `
    function few(a, b, c, d) {}
    function many(a, b, c, d, e) {}
    const arrow = (a, b, c, d, e) => a
    type Callback = (a: 1, b: 2, c: 3, d: 4, e: 5) => void
    class Kept { method(a, b, c, d, e) {} constructor(a, b, c, d, e) {} }
    call((a, b, c, d, e) => a)`
  expect(longFunctions(ts.createSourceFile('x.ts', code, ts.ScriptTarget.Latest, true))).toEqual([
    'x.ts: many',
    'x.ts: arrow',
    'x.ts: Callback',
    'x.ts: method',
    'x.ts: Kept',
    'x.ts: call((a, b, c, d, e) => a)',
  ])
})

/** Each function, method, constructor and type of a function with too many parameters: `sql/x.ts: name`. */
function longFunctions(source: ts.SourceFile): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && node.parameters.length > mostParameters) {
      found.push(`${source.fileName}: ${nameOf(node)}`)
    }
    node.forEachChild(visit)
  }
  visit(source)
  return found
}

/** Its own name, or that of what it is assigned to or part of. */
function nameOf({ name, parent }: ts.SignatureDeclaration): string {
  if (name) return name.getText()
  const hasName =
    ts.isVariableDeclaration(parent) || ts.isTypeAliasDeclaration(parent) || ts.isClassLike(parent)
  return (hasName && parent.name?.getText()) || parent.getText()
}
