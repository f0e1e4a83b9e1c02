import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { repository } from '../repository.js'

/** What git has or would commit: everything that another person would get, by paths in the repository. */
export function repositoryFiles(): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  const listed = execFileSync('git', args, { cwd: repository, encoding: 'utf8' })
  // In a merge git names a file once per side.
  return [...new Set(listed.split('\0'))].filter((path) => path !== '' && isFile(path))
}

/** A file that git knows may be deleted and not yet committed. */
function isFile(path: string): boolean {
  return statSync(`${repository}/${path}`, { throwIfNoEntry: false })?.isFile() ?? false
}
