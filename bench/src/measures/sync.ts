import { formatNumber } from '../report/format-number.js'
import type { Section } from '../report/section.js'
import { type Day, resyncDays } from '../sync/resync-days.js'
import type { MeasureContext } from './measure.js'

const days = 3

/** What the daily re-sync costs GitHub and the database for each person. */
export async function measureSync({ people, say }: MeasureContext): Promise<Section> {
  const done = await resyncDays({ people, days, say })
  return {
    ratios: [],
    tables: [{ title: `${people} people for ${days} days after their first`, head, rows: done.map(rowOf) }],
    notes: [
      'One round, whatever was asked for. Each day five in a hundred people change: name, login, e-mail address, team, or they leave the organisation. Statements are counted where the engine hands them to the database, without its looks at its event tables; CPU is that of functions, engine and embedded Postgres in one process.',
    ],
  }
}

const head = [
  'day',
  'changed at GitHub',
  'synced',
  'lost access',
  'GitHub calls per person',
  '304 share',
  'calls that cost',
  'statements per person',
  'rows written anew',
  'CPU ms per person',
]

function rowOf({ day, changed, synced, lost, calls, unchanged, statements, written, cpuMs }: Day): string[] {
  const done = synced + lost
  return [
    day === 0 ? '0 (everybody is new)' : `${day}`,
    `${changed}`,
    `${synced}`,
    `${lost}`,
    (calls / done).toFixed(2),
    `${((100 * unchanged) / calls).toFixed(1)} %`,
    `${calls - unchanged}`,
    (statements / done).toFixed(2),
    `${written}`,
    formatNumber(cpuMs / done),
  ]
}
