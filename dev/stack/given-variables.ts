import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { parseEnv } from 'node:util'
import { madeHere } from './made-here.js'

interface GivenVariables {
  /** What functions and engine of a local stack get besides its own. */
  variables: Record<string, string>
  /** Names that were set for nothing, because a local stack makes them itself. */
  unused: string[]
}

/**
 * Sorts what a person has set: in the environment, and for what is not there, in a file of `NAME=value` lines.
 *
 * @param file may be absent
 */
export async function readGivenVariables(
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<GivenVariables> {
  const given = { ...(await readVariables(file)), ...environment }
  const variables: Record<string, string> = {}
  const unused: string[] = []
  for (const [name, value] of Object.entries(given)) {
    if (madeHere.has(name)) unused.push(name)
    else if (value !== undefined) variables[name] = value
  }
  return { variables, unused: unused.sort() }
}

async function readVariables(file: string): Promise<Record<string, string | undefined>> {
  if (!existsSync(file)) return {}
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : error}`)
  })
  return { ...parseEnv(text) }
}
