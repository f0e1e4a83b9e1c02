import { measureTitles } from '../measures/measure-titles.js'
import { formatNumber } from './format-number.js'
import { renderTable } from './render-table.js'
import type { Measured, Results } from './results.js'
import type { Ratio } from './section.js'

const introduction = `# Measured

Made by \`npm run bench\`; edits are lost. What is measured how stands in [README.md](README.md). A ratio is ours divided by
theirs, so below 1 is better for us; both sides of one were measured in turns in one run, and mean something together only.`

/** The page of everything that was measured last: ratios first, then each measure. */
export function renderResults(results: Results): string {
  const measured = Object.entries(measureTitles).map(([name, title]) => ({
    name,
    title,
    result: results[name],
  }))
  const ratios = measured.flatMap(({ result }) => result?.section.ratios ?? [])
  const parts = [
    introduction,
    '## Ratios',
    ratios.length === 0 ? 'None yet.' : renderTable(ratioHead, ratios.map(ratioRow)),
    ...measured.flatMap(({ name, title, result }) => [`## ${title}`, ...renderMeasure(name, result)]),
  ]
  return `${parts.join('\n\n')}\n`
}

const ratioHead = ['what', 'against', 'ratio', 'goal', 'reached', 'on']

function ratioRow({ what, against, ratio, goal, on }: Ratio): string[] {
  const judged = goal === undefined ? ['', ''] : [`≤ ${formatNumber(goal)}`, ratio <= goal ? 'yes' : '**no**']
  return [what, against, `**${formatNumber(ratio)}**`, ...judged, on]
}

function renderMeasure(name: string, result: Measured | undefined): string[] {
  if (!result) return [`Not measured yet: \`npm run bench -- --only ${name}\`.`]
  const { on, rounds, command, machine, versions, section } = result
  return [
    ...section.tables.flatMap(({ title, head, rows }) => [`### ${title}`, renderTable(head, rows)]),
    ...section.notes,
    `Measured on ${on} in ${rounds} ${rounds === 1 ? 'round' : 'rounds'} by \`${command}\`; ${machine}; ${versions.join(', ')}.`,
  ]
}
