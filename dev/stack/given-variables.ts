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
 * @param file undefined where there is none
 * @throws Error when it cannot be read, or has another line
 */
export async function readGivenVariables(
  file: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<GivenVariables> {
  const given = { ...(file === undefined ? {} : await readVariables(file)), ...environment }
  const variables: Record<string, string> = {}
  const unused: string[] = []
  for (const [name, value] of Object.entries(given)) {
    if (madeHere.has(name)) unused.push(name)
    else if (value !== undefined) variables[name] = value
  }
  return { variables, unused: unused.sort() }
}

async function readVariables(file: string): Promise<Record<string, string | undefined>> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : error}`)
  })
  const variables = parseEnv(text)
  const odd = Object.keys(variables).find((name) => !/^\w+$/.test(name))
  // Such a line takes the next variable along, whose name is then its end.
  if (odd !== undefined)
    throw new Error(`${file} has a line that is no NAME=value, before ${/\w*$/.exec(odd)?.[0]}.`)
  return { ...variables }
}
