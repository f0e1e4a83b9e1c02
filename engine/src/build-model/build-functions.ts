import type { Metadata } from '../metadata/metadata.js'
import type { InconsistencyCollector } from '../model/inconsistency-collector.js'
import type { TableModel, TrackedFunction } from '../model/model.js'
import { type Catalogue, showName } from '../pg-catalogue/catalogue.js'
import { buildTrackedFunction } from './build-tracked-function.js'
import type { RootFieldClaims } from './root-field-claims.js'

/** The tracked functions that fit the database and whose names are free. */
export function buildFunctions(
  metadata: Metadata,
  tables: ReadonlyMap<string, TableModel>,
  catalogue: Catalogue,
  claims: RootFieldClaims,
  collector: InconsistencyCollector,
): TrackedFunction[] {
  return metadata.sources.flatMap((source, sourceIndex) =>
    (source.functions ?? []).flatMap((entry, index) => {
      const path = ['sources', sourceIndex, 'functions', index]
      const fn = collector.attempt(
        {
          path,
          type: 'function',
          name: showName(entry.function),
          context: `in function "${showName(entry.function)}": `,
          definition: entry.function,
        },
        () => {
          const built = buildTrackedFunction(entry, tables, catalogue)
          claims.claimFunction(built)
          return built
        },
      )
      return fn ? [fn] : []
    }),
  )
}
