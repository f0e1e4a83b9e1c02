import type { SelectedField } from '../../schema/output/selection.js'
import type { StreamPlan } from '../../schema/plans.js'
import { compileStream } from '../../sql/compile-stream.js'
import { mapPostgresError } from '../map-postgres-error.js'
import type { RunContext } from '../run/run-context.js'
import type { Subscription } from './subscription.js'

/** Follows a table: each poll takes the next batch of rows and moves the cursor past them. */
export function openStream(run: RunContext, { key, plan }: SelectedField<StreamPlan>): Subscription {
  let { cursor } = plan
  return {
    async poll() {
      const { root, last } = await fetchBatch(run, { ...plan, cursor })
      if (last === null) return null
      cursor = { ...cursor, after: last }
      return `{${JSON.stringify(key)}:${root}}`
    },
  }
}

async function fetchBatch(run: RunContext, plan: StreamPlan) {
  const statement = compileStream(run.newContext(), plan)
  try {
    const { rows } = await run.database.query<{ root: string; last: string | null }>(
      statement.text,
      statement.values,
    )
    return rows[0] ?? { root: '[]', last: null }
  } catch (error) {
    throw mapPostgresError(error, '$')
  }
}
