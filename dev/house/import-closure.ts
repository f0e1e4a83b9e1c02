import { resolve } from 'node:path'
import { readImports } from './read-imports.js'

/**
 * Every file that somebody who reads a flow from its first function comes by: the entry and what it imports, directly
 * or not, below `root`. Types cost no reading of their own, and neither do files that `leftOut` covers.
 */
export function importClosure(entry: string, root: string, leftOut: readonly string[] = []): string[] {
  const found = new Set<string>()
  const isRead = (file: string) =>
    isBelow(file, root) && !leftOut.some((folder) => isBelow(file, folder)) && !found.has(file)
  const visit = (file: string) => {
    found.add(file)
    for (const { target, isTypeOnly } of readImports(file)) if (!isTypeOnly && isRead(target)) visit(target)
  }
  visit(resolve(entry))
  return [...found].sort()
}

function isBelow(file: string, folder: string): boolean {
  return file.startsWith(`${resolve(folder)}/`)
}
