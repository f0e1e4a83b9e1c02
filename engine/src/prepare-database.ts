import type { Clock } from './clock/clock.js'
import type { Database } from './database/database.js'
import { createHdbCatalog } from './database/hdb-catalog/create-hdb-catalog.js'
import type { GenerationOptions } from './execute/generation.js'
import type { LoadedMetadata } from './metadata/load-metadata.js'
import { MetadataError, type MetadataProblem } from './metadata/metadata-error.js'
import { locateProblem } from './metadata/parse-metadata.js'
import { applyMigrations } from './migrations/apply-migrations.js'
import { applySqlFile } from './migrations/apply-sql-file.js'
import type { EngineState } from './state/engine-state.js'
import { openState, type StateHolder } from './state/state-holder.js'

interface PrepareOptions {
  database: Database
  migrationsDir?: string | undefined
  sqlFile?: string | undefined
  clock: Clock
  generation: GenerationOptions
  log?: ((message: string) => void) | undefined
}

/**
 * Brings the database to what migrations, SQL file and metadata say.
 *
 * @throws SqlFileError when a migration fails
 * @throws MetadataError when metadata does not fit the database
 */
export async function prepareDatabase(loaded: LoadedMetadata, options: PrepareOptions): Promise<StateHolder> {
  const { database, migrationsDir, sqlFile, clock, generation, log } = options
  await createHdbCatalog(database)
  if (migrationsDir !== undefined) {
    await applyMigrations(database, migrationsDir, loaded.metadata.sources[0]?.name ?? 'default', log)
  }
  if (sqlFile !== undefined) await applySqlFile(database, sqlFile)
  const state = await openState(loaded, { database, clock, options: generation })
  const problems = findInconsistencies(state.current())
  if (problems.length > 0 && migrationsDir === undefined && sqlFile === undefined)
    log?.('Neither migrations nor an SQL file were given, so nothing was put into the database.')
  if (problems.length > 0) throw new MetadataError(problems)
  await state.use(state.current())
  return state
}

/** The metadata API tolerates what does not fit; whoever starts the engine on a folder wants to hear of it. */
function findInconsistencies({ inconsistencies, loaded }: EngineState): MetadataProblem[] {
  return inconsistencies.flatMap(({ path, reason }) => {
    const message = reason.replace(/^Inconsistent object: /, '')
    return path ? [locateProblem(loaded.assembled, { path, message })] : []
  })
}
