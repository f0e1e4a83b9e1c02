import type { PersonReport } from './sync-people.js'

/** What changed and what did not work, for a person to read. */
export function summarize(reports: readonly PersonReport[]): string {
  const news = reports.filter(({ changed }) => changed.length > 0)
  const trouble = reports.filter(({ outcome }) => outcome === 'failed' || outcome === 'postponed')
  return [
    totals(reports),
    ...news.map(({ person, changed }) => line(person, changed.join(', '))),
    ...trouble.map(({ person, reason }) => line(person, reason ?? 'see users.sync_error')),
  ].join('\n')
}

function totals(reports: readonly PersonReport[]): string {
  const outcomes = [...new Set(reports.map(({ outcome }) => outcome))]
  const count = (wanted: string) => reports.filter(({ outcome }) => outcome === wanted).length
  return outcomes.map((outcome) => `${count(outcome)} ${outcome}`).join(', ') || 'nobody to sync'
}

function line({ login, id }: PersonReport['person'], text: string): string {
  return `  ${login} (${id}): ${text}`
}
