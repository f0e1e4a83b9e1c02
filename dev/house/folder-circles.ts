import { readdirSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { readImports } from './read-imports.js'

/** The folders below `root` that each folder imports of, types included. A file of `root` itself is its own folder. */
export function folderImports(root: string): Map<string, Set<string>> {
  const imports = new Map<string, Set<string>>()
  for (const file of sourceFiles(root)) {
    const folder = folderOf(file, root)
    const targets = readImports(file).map(({ target }) => folderOf(target, root))
    const known = imports.get(folder) ?? new Set()
    for (const target of targets) if (target !== folder) known.add(target)
    imports.set(folder, known)
  }
  return imports
}

/** The folders that stand in a circle: following imports, one comes back to them. */
export function foldersInCircles(imports: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const reachable = (start: string) => {
    const found = new Set<string>()
    const visit = (folder: string) => {
      for (const next of imports.get(folder) ?? []) {
        if (found.has(next)) continue
        found.add(next)
        visit(next)
      }
    }
    visit(start)
    return found
  }
  return [...imports.keys()].filter((folder) => reachable(folder).has(folder)).sort()
}

/** Every TypeScript file below a folder. */
export function sourceFiles(root: string): string[] {
  const entries = readdirSync(root, { recursive: true, encoding: 'utf8' })
  return entries.filter((name) => name.endsWith('.ts')).map((name) => join(resolve(root), name))
}

function folderOf(file: string, root: string): string {
  const [first = ''] = relative(resolve(root), file).split(sep)
  return first
}
