import { mkdir, rm, writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { onTestFinished } from 'vitest'
import { repository } from '../../../dev/repository.js'
import { fences, section } from './markdown.js'
import { readText } from './repository.js'

/**
 * Imports the one block of JavaScript below a heading of a document, as a front end would that copied it.
 *
 * @param heading with its marks, as in `## urql`
 */
export async function importDocumented(file: string, heading: string): Promise<Record<string, unknown>> {
  const [code, ...others] = fences(section(readText(file), heading), 'js')
  if (code === undefined || others.length > 0) throw new Error(`${file} has not one block below ${heading}`)
  // Below node_modules, so that the packages are found and vitest leaves the code as it is.
  const folder = `${repository}/node_modules/.cache/documented-${process.pid}`
  const module = `${folder}/${heading.replace(/\W+/g, '-')}.mjs`
  await mkdir(folder, { recursive: true })
  await writeFile(module, code)
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return import(/* @vite-ignore */ pathToFileURL(module).href)
}
