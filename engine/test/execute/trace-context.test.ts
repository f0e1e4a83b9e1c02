import { expect, onTestFinished, test } from 'vitest'
import { executeRequest } from '../../src/execute/execute-request.js'
import { buildGeneration } from '../../src/execute/generation.js'
import { parseMetadata } from '../../src/metadata/parse-metadata.js'
import { SourcePositions } from '../../src/metadata/source-positions.js'
import { oneSource } from '../support/one-source.js'
import { openTestDatabase } from '../support/test-database.js'

const TRACE_ID = '0123456789abcdef0123456789abcdef'

const metadata = oneSource([{ table: 'visit' }])

test('a mutation tells the trace of its request to the triggers of the database', async () => {
  const database = await openTestDatabase()
  onTestFinished(() => database.close())
  await database.exec(`
    create table visit (id int, trace jsonb default current_setting('hasura.tracecontext', true)::jsonb)`)
  const parsed = parseMetadata({ json: metadata, positions: new SourcePositions() })
  const { body } = await executeRequest(
    { query: 'mutation { insert_visit_one(object: { id: 1 }) { trace } }' },
    { role: 'admin', variables: { 'x-hasura-role': 'admin' }, isAdmin: true, backendOnly: false },
    {
      database,
      generation: await buildGeneration(parsed, database),
      actions: { env: {} },
      clientHeaders: new Headers({ 'x-b3-traceid': TRACE_ID }),
    },
  )
  expect(JSON.parse(body)).toEqual({
    data: {
      insert_visit_one: {
        trace: { trace_id: TRACE_ID, span_id: expect.stringMatching(/^[0-9a-f]{16}$/) },
      },
    },
  })
})
