import type { Session } from '../../src/auth/session.js'
import type { Database } from '../../src/database/database.js'
import { executeRequest } from '../../src/execute/execute-request.js'
import { buildGeneration, DEFAULT_OPTIONS, type Generation } from '../../src/execute/generation.js'
import { parseMetadata } from '../../src/metadata/parse-metadata.js'
import { SourcePositions } from '../../src/metadata/source-positions.js'
import { oneSource } from '../support/one-source.js'
import { openTestDatabase } from '../support/test-database.js'
import { rolledBack } from './rolled-back.js'
import type { ConformanceCase, ConformanceSuite } from './suite.js'

export interface OpenSuite {
  generation: Generation
  /** Runs one case; its changes are gone afterwards. */
  run(example: ConformanceCase): Promise<{ body: string; after: unknown }>
  close(): Promise<void>
}

/** Sets up the database of a suite and the engine's view of it. */
export async function openSuite(suite: ConformanceSuite): Promise<OpenSuite> {
  const database = await openTestDatabase(suite.extensions)
  await database.exec(suite.setup)
  const metadata = parseMetadata({ json: assemble(suite), positions: new SourcePositions() })
  const options = {
    stringifiesNumbers: suite.options.stringifiesNumbers ?? DEFAULT_OPTIONS.stringifiesNumbers,
    infersFunctionPermissions:
      suite.options.infersFunctionPermissions ?? DEFAULT_OPTIONS.infersFunctionPermissions,
    enforcesAllowList: suite.options.enforcesAllowList ?? DEFAULT_OPTIONS.enforcesAllowList,
    namingConvention: suite.options.namingConvention ?? DEFAULT_OPTIONS.namingConvention,
  }
  const generation = await buildGeneration(metadata, database, options)
  return {
    generation,
    run: async (example) => {
      let result = { body: '', after: undefined as unknown }
      await rolledBack(database, async (inner) => {
        result = await runCase(inner, generation, example)
      })
      return result
    },
    close: () => database.close(),
  }
}

async function runCase(database: Database, generation: Generation, example: ConformanceCase) {
  const { body } = await executeRequest(
    { query: example.query, variables: example.variables, operationName: example.operationName },
    sessionOf(example),
    { database, generation, actions: { env: {} }, clientHeaders: new Headers() },
  )
  const after = example.after && (await database.query(example.after.sql)).rows
  return { body, after: after as unknown }
}

function sessionOf({ role, session, backendOnly }: ConformanceCase): Session {
  const variables = { ...session, 'x-hasura-role': role }
  return { role, variables, isAdmin: role === 'admin', backendOnly }
}

function assemble({ metadata: { tables, functions, ...rest } }: ConformanceSuite): unknown {
  return oneSource(tables, { functions, ...rest })
}
