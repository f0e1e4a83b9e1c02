import type { TrackedFunction } from '../model/model.js'
import { showName } from '../pg-catalogue/catalogue.js'
import type { BuildContext } from './build-context.js'
import { buildTrackedFunction } from './build-tracked-function.js'

/** The tracked functions that fit the database and whose names are free. */
export function buildFunctions(context: BuildContext): TrackedFunction[] {
  const { metadata, claims, collector } = context
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
          const built = buildTrackedFunction(entry, context)
          claims.claimFunction(built)
          return built
        },
      )
      return fn ? [fn] : []
    }),
  )
}
