import { repositoryFiles } from '../../../dev/house/repository-files.js'
import { tableRows } from './markdown.js'
import { readText } from './repository.js'

const id = /\b(?:S-[A-Z]+-\d{2}|R-\d{2}[a-z]?|C-\d{2})\b/g
// The name of a test is a text that stands alone on its line or begins a call or a list.
const name = /(?:^\s*|[([]\s*)(['"`])((?:(?!\1).)*)\1/gm

/** The files whose names of tests carry an id, by id. */
export function provingFiles(): Map<string, string[]> {
  const proving = new Map<string, string[]>()
  for (const path of repositoryFiles().filter(isTestSource)) {
    for (const carried of idsIn(namesIn(path))) proving.set(carried, [...(proving.get(carried) ?? []), path])
  }
  return proving
}

/** Ids that a text holds, each once. */
export function idsIn(text: string): Set<string> {
  return new Set(text.match(id))
}

interface Statement {
  id: string
  claim: string
  /** The last column as it is written. */
  provenIn: string
}

/** The rows of a page of statements. */
export function readStatements(page: string): Statement[] {
  return tableRows(page).map(([first = '', claim = '', provenIn = '']) => ({ id: first, claim, provenIn }))
}

/** The row of a statement, as the page in `docs/` has it. */
export function statementRow(statement: string, claim: string, files: readonly string[]): string {
  const links = files.map((path) => `[${path.replace(/^test\/|(\.test)?\.ts$/g, '')}](../${path})`)
  return `| ${statement} | ${claim} | ${links.join(', ')} |`
}

function namesIn(path: string): string {
  return [...readText(path).matchAll(name)].map(([, , text]) => text).join('\n')
}

function isTestSource(path: string): boolean {
  return /^(engine\/)?test\/.*\.ts$/.test(path)
}
