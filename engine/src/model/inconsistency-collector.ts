import type { Inconsistency } from './model.js'
import { UntrackedTable } from './untracked-table.js'

interface Subject extends Omit<Inconsistency, 'reason'> {
  /** Where in the metadata, for the message: `in table "users": `. */
  context?: string
}

/** Builds the parts of a model one by one, keeping those that fit and listing those that do not. */
export class InconsistencyCollector {
  readonly inconsistencies: Inconsistency[] = []

  /** What `build` returns, or undefined after taking down why it could not. */
  attempt<Part>({ context = '', ...subject }: Subject, build: () => Part): Part | undefined {
    try {
      return build()
    } catch (error) {
      if (!(error instanceof Error)) throw error
      const place = error instanceof UntrackedTable ? '' : context
      this.inconsistencies.push({ ...subject, reason: `Inconsistent object: ${place}${error.message}` })
      return undefined
    }
  }
}
