import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { repositoryFiles } from '../../../dev/house/repository-files.js'

export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '')

export function readText(path: string): string {
  return readFileSync(`${root}/${path}`, 'utf8')
}

export function markdownFiles(): string[] {
  return repositoryFiles().filter((path) => path.endsWith('.md'))
}
