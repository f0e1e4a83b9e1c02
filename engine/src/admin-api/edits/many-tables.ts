import { z } from 'zod'
import { HasuraError } from '../../errors.js'
import type { Json } from '../../json/json.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { Command } from '../command.js'
import { parseArgs } from '../parse-args.js'
import { tableArgs } from './metadata-json.js'

const manyArgs = z.object({
  tables: z.array(z.looseObject({})),
  allow_warnings: z.boolean().default(true),
})

/** The command for one table for each of a list. What fails is a warning, unless all fail or none may. */
export function manyTables(one: Command, verb: 'track' | 'untrack'): Command {
  return async (args, context) => {
    const { tables, allow_warnings: allowsWarnings } = parseArgs(manyArgs, args)
    const before = context.state.current()
    const warnings: Json[] = []
    for (const table of tables) {
      const failure = await attempt(() => one(table, context))
      if (failure) warnings.push(describe(failure, table, verb))
    }
    if (warnings.length === 0) return { message: 'success' }
    const refusal = refuse(warnings, tables.length, allowsWarnings, verb)
    if (refusal === undefined) return { message: 'success', warnings }
    await context.state.use(before)
    throw refusal
  }
}

async function attempt(work: () => Promise<unknown>): Promise<HasuraError | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    if (error instanceof HasuraError) return error
    throw error
  }
}

function describe(failure: HasuraError, table: unknown, verb: string): Json {
  const { source, table: name } = parseArgs(tableArgs, table)
  return {
    code: `${verb}-table-failed`,
    message: failure.message,
    name: `table ${showName(name)} in source ${source}`,
    type: 'table',
  }
}

function refuse(
  warnings: readonly Json[],
  asked: number,
  allowsWarnings: boolean,
  verb: string,
): HasuraError | undefined {
  const options = { path: '$.args', internal: warnings }
  if (!allowsWarnings) return new HasuraError('metadata-warnings', 'failed due to metadata warnings', options)
  if (warnings.length < asked) return undefined
  return new HasuraError('invalid-configuration', `all tables failed to ${verb}`, options)
}
