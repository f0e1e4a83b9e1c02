import { readFileSync } from 'node:fs'
import { repositoryFiles } from '../../../dev/house/repository-files.js'
import { repository } from '../../../dev/repository.js'

export function readText(path: string): string {
  return readFileSync(`${repository}/${path}`, 'utf8')
}

export function markdownFiles(): string[] {
  return repositoryFiles().filter((path) => path.endsWith('.md'))
}
