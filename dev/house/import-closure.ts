import { readImports } from './read-imports.js'

/**
 * Every file that somebody who reads a flow from its first function comes by: the entry and what it imports, directly
 * or not, in the folders that `isRead` takes. Types cost no reading of their own.
 */
export function importClosure(entry: string, isRead: (file: string) => boolean): string[] {
  const found = new Set<string>()
  const visit = (file: string) => {
    found.add(file)
    for (const { to, isTypeOnly, isPackage } of readImports(file)) {
      if (!isTypeOnly && !isPackage && isRead(to) && !found.has(to)) visit(to)
    }
  }
  visit(entry)
  return [...found].sort()
}
