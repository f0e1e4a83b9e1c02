import { listFiles } from './list-files.js'

export interface FunctionFile {
  /** Below the repository's root, for example `api/actions/[action].ts`. */
  file: string
  /** Below `api/`, without the ending: what is built of it has the same name. */
  name: string
  /** Its URL path as the tree spells it, for example `/api/actions/[action]`. */
  path: string
}

/**
 * Finds the files of `api/` that Vercel makes functions of: TypeScript or JavaScript, no part of the name starting with
 * `_` or `.`, no type declarations.
 */
export async function listFunctions(root: string): Promise<FunctionFile[]> {
  const files = await listFiles(`${root}/api`)
  return files.filter(isFunctionFile).map((file) => {
    const name = file.replace(/\.(ts|js|mjs)$/, '')
    return { file: `api/${file}`, name, path: `/api/${name}`.replace(/\/index$/, '') }
  })
}

function isFunctionFile(name: string): boolean {
  if (!/\.(ts|js|mjs)$/.test(name) || name.endsWith('.d.ts')) return false
  return name.split('/').every((part) => !part.startsWith('_') && !part.startsWith('.'))
}
