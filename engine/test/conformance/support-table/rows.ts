import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

const files = z.record(z.string(), z.string())
const probe = {
  feature: z.string(),
  files: files.optional(),
  migrations: files.optional(),
  request: z
    .strictObject({ method: z.enum(['GET', 'POST']), path: z.string(), body: z.unknown().optional() })
    .optional(),
  status: z.int().optional(),
  env: files.optional(),
}

const row = z.discriminatedUnion('answer', [
  z.strictObject({
    feature: z.string(),
    answer: z.literal('served'),
    shown: z.array(z.string()).min(1),
  }),
  z.strictObject({ ...probe, answer: z.enum(['refused', 'warned of']), says: z.string() }),
  z.strictObject({ ...probe, answer: z.literal('not looked at') }),
])

type SupportRow = z.output<typeof row>
export type ProbedRow = Exclude<SupportRow, { answer: 'served' }>

/** What the engine makes of each part of Hasura, as `rows.yaml` says. */
export function readRows(): SupportRow[] {
  return z.array(row).parse(parse(readFileSync(new URL('./rows.yaml', import.meta.url), 'utf8')))
}

/** The lines of the README that show the rows. */
export function renderRows(rows: readonly SupportRow[]): string[] {
  return ['| What | Answer |', '|---|---|', ...rows.map(renderRow)]
}

function renderRow(shown: SupportRow): string {
  const words = 'says' in shown ? `: “${shown.says}”` : ''
  return `| ${shown.feature} | ${shown.answer}${words} |`
}
