import { expect, test } from 'vitest'
import { type DocumentedRefusal, documentedRefusals } from '../../functions/github/documented-refusals.js'
import { readText } from './support/repository.js'

/** The rows of a table, from the line of dashes to the first line that is no row. */
function rowsBelow(heading: string, page: string): string[] {
  const section = page.slice(page.indexOf(heading)).split(/^\|(?:---\|)+$/m)[1] ?? ''
  const lines = section.trimStart().split('\n')
  return lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('|')),
  )
}

function written({ of, statuses, sign, code }: DocumentedRefusal): string {
  return `| ${of.join(', ')} | ${statuses.join(', ')} | ${told(sign)} | \`${code}\` |`
}

function told(sign: DocumentedRefusal['sign']): string {
  if ('message' in sign) return `message \`${sign.message}\``
  if ('error' in sign) return `error \`${sign.error}\``
  if ('header' in sign) return `\`${sign.header}\` begins with \`${sign.begins}\``
  return `\`${sign.accepted}\` names no scope of \`${sign.held}\``
}

test('R-01g docs/sync.md has the refusals that the functions believe, and no others', () => {
  const rows = rowsBelow('## What counts as a refusal', readText('docs/sync.md'))
  expect(rows).toEqual(documentedRefusals.map(written))
})
