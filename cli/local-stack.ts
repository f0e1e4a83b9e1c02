import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

/** What `npm start` leaves in its data folder while it runs. */
export const localStack = join(import.meta.dirname, '../.data/functions.env')

/** The variables of the functions that `npm start` runs; undefined when it runs none. */
export function readLocalStack(file = localStack): Record<string, string | undefined> | undefined {
  return existsSync(file) ? readVariables(file) : undefined
}

export function readVariables(file: string): Record<string, string | undefined> {
  return { ...parseEnv(readFileSync(file, 'utf8')) }
}
