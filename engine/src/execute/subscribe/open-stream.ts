import { isJsonObject, type JsonObject } from '../../json/json.js'
import type { SelectedField } from '../../schema/selected-field.js'
import { compileStream, type StreamPosition } from '../../sql/compile-stream.js'
import { columnNamed, listOf } from '../../sql/read-where.js'
import { mapPostgresError } from '../map-postgres-error.js'
import type { RunContext } from '../run/run-context.js'
import type { Subscription } from './subscription.js'

/** Follows a table: each poll takes the next batch of rows and moves the cursor past them. */
export function openStream(run: RunContext, field: SelectedField): Subscription {
  let position = firstPosition(field)
  return {
    async poll() {
      const { root, last } = await fetchBatch(run, field, position)
      if (last === null) return null
      position = { ...position, after: last }
      return `{${JSON.stringify(field.key)}:${root}}`
    },
  }
}

async function fetchBatch(run: RunContext, field: SelectedField, position: StreamPosition) {
  const statement = compileStream(run.newContext(), field, position)
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

function firstPosition(field: SelectedField): StreamPosition {
  const cursor = cursorOf(field)
  const [entry] = Object.entries(cursor.value)
  if (field.plan.kind !== 'selectStream' || !entry) throw new TypeError('a stream needs a cursor')
  const [name, after] = entry
  const column = columnNamed(field.plan.permission, name)
  return { column, after, isDescending: cursor.ordering === 'DESC' }
}

function cursorOf(field: SelectedField): { value: JsonObject; ordering: unknown } {
  const [cursor] = listOf(field.args['cursor'] ?? [])
  const value = cursor !== undefined && isJsonObject(cursor) ? (cursor['initial_value'] ?? null) : null
  const ordering = cursor !== undefined && isJsonObject(cursor) ? cursor['ordering'] : undefined
  return { value: isJsonObject(value) ? value : {}, ordering }
}
