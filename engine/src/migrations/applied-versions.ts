import { z } from 'zod'
import type { Queryable } from '../database/database.js'

const migrationsState = z.object({
  migrations: z.record(z.string(), z.record(z.string(), z.boolean())).optional(),
})

/** The versions that are applied, as the Hasura CLI records them; one marked dirty (true) is not. No leading zeros. */
export async function appliedVersions(database: Queryable, databaseName: string): Promise<Set<string>> {
  const { rows } = await database.query<{ state: string }>(
    'SELECT cli_state AS state FROM hdb_catalog.hdb_version',
  )
  const state = migrationsState.parse(JSON.parse(rows[0]?.state ?? '{}'))
  const versions = Object.entries(state.migrations?.[databaseName] ?? {})
  const applied = versions.filter(([version, isDirty]) => /^\d+$/.test(version) && !isDirty)
  return new Set(applied.map(([version]) => String(BigInt(version))))
}

/** Records a version where the Hasura CLI looks for it, so that its `migrate status` tells the truth. */
export async function recordVersion(
  database: Queryable,
  databaseName: string,
  version: string,
): Promise<void> {
  await database.query(
    `UPDATE hdb_catalog.hdb_version SET cli_state =
       '{"settings": {"migration_mode": "true"}, "isStateCopyCompleted": true}' || cli_state || jsonb_build_object(
         'migrations', coalesce(cli_state -> 'migrations', '{}') || jsonb_build_object(
           $1::text, coalesce(cli_state -> 'migrations' -> $1::text, '{}') || jsonb_build_object($2::text, false)))`,
    [databaseName, version],
  )
}
