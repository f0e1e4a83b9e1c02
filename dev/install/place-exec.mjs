import { mkdirSync, writeFileSync } from 'node:fs'

/**
 * Gives Windows the word that the scripts of package.json begin with. In sh `exec` lets the program take the shell's place,
 * so that the signals which npm gets reach it: some shells keep SIGINT to themselves, and end at SIGTERM without a word.
 */
export function placeExec(root) {
  if (process.platform !== 'win32') return
  mkdirSync(`${root}node_modules/.bin`, { recursive: true })
  writeFileSync(`${root}node_modules/.bin/exec.cmd`, '@%*\r\n')
}
