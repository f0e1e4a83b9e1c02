import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { expect, test } from 'vitest'

const MOST_PARAMETERS = 4

const sources = new URL('../../engine/src/', import.meta.url)

test('no function of the engine takes five parameters: what travels together is one named thing', () => {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  expect(files.length).toBeGreaterThan(0)
  expect(files.flatMap((file) => longFunctions(file, readFileSync(new URL(file, sources), 'utf8')))).toEqual(
    [],
  )
})

test('longFunctions() names what takes too many', () => {
  const code = `
    function few(a, b, c, d) {}
    function many(a, b, c, d, e) {}
    const arrow = (a, b, c, d, e) => a
    type Callback = (a: 1, b: 2, c: 3, d: 4, e: 5) => void
    class Kept { method(a, b, c, d, e) {} constructor(a, b, c, d, e) {} }
    call((a, b, c, d, e) => a)`
  expect(longFunctions('x.ts', code)).toEqual([
    'x.ts: many',
    'x.ts: arrow',
    'x.ts: Callback',
    'x.ts: method',
    'x.ts: Kept',
    'x.ts: call((a, b, c, d, e) => a)',
  ])
})

/** Each function, method, constructor and type of a function with too many parameters: `sql/x.ts: name`. */
function longFunctions(file: string, code: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && node.parameters.length > MOST_PARAMETERS) {
      found.push(`${file}: ${nameOf(node)}`)
    }
    node.forEachChild(visit)
  }
  visit(ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true))
  return found
}

/** Its own name, or that of what it is assigned to or part of. */
function nameOf({ name, parent }: ts.SignatureDeclaration): string {
  if (name) return name.getText()
  const hasName =
    ts.isVariableDeclaration(parent) || ts.isTypeAliasDeclaration(parent) || ts.isClassLike(parent)
  return (hasName && parent.name?.getText()) || parent.getText()
}
