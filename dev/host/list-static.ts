import { join } from 'node:path'
import { listFiles } from './list-files.js'

/**
 * Maps URL paths to the files of a folder.
 *
 * @param rename gives a file's name in URLs, as cleanUrls (`signin.html` → `signin`) or a build's overrides do
 */
export async function listStatic(
  folder: string,
  rename: (file: string) => string,
): Promise<Map<string, string>> {
  const served = new Map<string, string>()
  for (const file of await listFiles(folder)) {
    for (const path of urlPaths(rename(file))) served.set(path, join(folder, file))
  }
  return served
}

/** An index file answers for its folder too. */
function urlPaths(name: string): string[] {
  const folder = name.replace(/(^|\/)index(\.html)?$/, '')
  return folder === name ? [`/${name}`] : [`/${name}`, `/${folder}`]
}
