import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

const error = z.strictObject({ path: z.string(), code: z.string(), message: z.string() })

const conformanceCase = z.strictObject({
  name: z.string(),
  /** Section of the contract that the case stands for; the suite's unless given. */
  section: z.string().optional(),
  role: z.string().default('admin'),
  session: z.record(z.string(), z.string()).default({}),
  backendOnly: z.boolean().default(false),
  query: z.string(),
  variables: z.unknown().optional(),
  operationName: z.string().optional(),
  /** Exactly one of `data`, `error` and `text` (a part of the reply as it is written) is expected. */
  data: z.unknown().optional(),
  error: error.optional(),
  text: z.string().optional(),
  /** What the database holds afterwards. */
  after: z.strictObject({ sql: z.string(), rows: z.array(z.record(z.string(), z.unknown())) }).optional(),
})

const suite = z.strictObject({
  suite: z.string(),
  section: z.string(),
  /** Postgres extensions that the setup creates. */
  extensions: z.array(z.enum(['citext', 'ltree'])).default([]),
  options: z
    .strictObject({
      stringifiesNumbers: z.boolean().optional(),
      infersFunctionPermissions: z.boolean().optional(),
      enforcesAllowList: z.boolean().optional(),
      namingConvention: z.enum(['hasura-default', 'graphql-default']).optional(),
    })
    .default({}),
  setup: z.string(),
  /** The reasons of what the metadata cannot have. */
  inconsistencies: z.array(z.string()).default([]),
  metadata: z.looseObject({ tables: z.array(z.unknown()), functions: z.array(z.unknown()).optional() }),
  cases: z.array(conformanceCase).min(1),
})

export type ConformanceCase = z.output<typeof conformanceCase>
export type ConformanceSuite = z.output<typeof suite>

/** Reads a suite of cases: a database, metadata over it, and requests with the replies they must get. */
export function readSuite(file: URL): ConformanceSuite {
  return suite.parse(parse(readFileSync(file, 'utf8')))
}
