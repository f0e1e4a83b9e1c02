import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '')

export function readText(path: string): string {
  return readFileSync(`${root}/${path}`, 'utf8')
}

/** What git has or would commit: everything that another person would get. */
export function repositoryFiles(): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8' })
  return listed.split('\0').filter((path) => path !== '' && isFile(path))
}

/** A file that git knows may be deleted and not yet committed. */
function isFile(path: string): boolean {
  return statSync(`${root}/${path}`, { throwIfNoEntry: false })?.isFile() ?? false
}

export function markdownFiles(): string[] {
  return repositoryFiles().filter((path) => path.endsWith('.md'))
}
