import type { MeasuredGrowth } from './measure-growth.js'

/** The numbers as a table of Markdown, those that grew most first. */
export function showGrowth({ people, statements, growth }: MeasuredGrowth): string {
  const rows = growth.map(({ operation, isInner, small, large, ratio, sql }) => [
    operation,
    `${isInner ? 'inside: ' : ''}\`${shorten(sql)}\``,
    small.toFixed(0),
    large.toFixed(0),
    ratio.toFixed(2),
  ])
  const head = ['operation', 'statement', `blocks at ${people.small}`, `at ${people.large}`, 'ratio']
  const sent = Object.entries(statements).map(([operation, count]) => [operation, String(count)])
  return `${table([head, ...rows])}\n\n${table([['operation', 'statements, triggers included'], ...sent])}\n`
}

function table([head = [], ...rows]: readonly string[][]): string {
  const lines = [head, head.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** What a statement begins with, and which table it is about. */
function shorten(sql: string): string {
  const flat = sql
    .replace(/\s+/g, ' ')
    .replaceAll('|', ' ')
    .replace(/^with "_mutation" as \(/i, '')
  const from = /from "public"\."(\w+)"/.exec(flat)?.[1]
  return flat.startsWith('select ((select coalesce(json_agg') && from
    ? `select … from ${from}`
    : flat.slice(0, 70)
}
