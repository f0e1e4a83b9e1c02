import { z } from 'zod'
import type { Queryable } from '../database/database.js'
import type { Json } from '../json/json.js'
import { parseJson } from '../json/parse-json.js'

export const catalogStateArgs = z.object({
  type: z.enum(['cli', 'console']),
  state: z.record(z.string(), z.unknown()),
})

const row = z.object({ id: z.string(), cli: z.string(), console: z.string() })

/** `get_catalog_state`: what the CLI and the console remember in the database. */
export async function catalogState(database: Queryable): Promise<Json> {
  const { rows } = await database.query(
    'SELECT hasura_uuid AS id, cli_state AS cli, console_state AS console FROM hdb_catalog.hdb_version',
  )
  const state = row.parse(rows[0])
  return { id: state.id, cli_state: parseJson(state.cli), console_state: parseJson(state.console) }
}

export async function setCatalogState(
  database: Queryable,
  { type, state }: z.output<typeof catalogStateArgs>,
): Promise<void> {
  const column = type === 'cli' ? 'cli_state' : 'console_state'
  await database.query(`UPDATE hdb_catalog.hdb_version SET ${column} = $1`, [JSON.stringify(state)])
}
