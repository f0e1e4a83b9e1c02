import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { StackEnvironment } from './stack-environment.js'

/** Where the variables of a running stack's functions stand, for the commands that work with them. */
const fileName = 'functions.env'

/** Leaves the variables of the functions in the data folder while the stack runs, readable by their owner only. */
export async function publishStack(
  dataFolder: string,
  { functions }: StackEnvironment,
): Promise<{ remove(): Promise<void> }> {
  const file = join(dataFolder, fileName)
  const remove = () => rm(file, { force: true })
  // A file that is there keeps the permissions that it has.
  await remove()
  await writeFile(file, Object.entries(functions).map(line).join(''), { mode: 0o600 })
  return { remove }
}

/** In a quotation mark that the value does not have, as Node's `util.parseEnv` reads it. */
function line([name, value]: [string, string]): string {
  const mark = ["'", '`', '"'].find((one) => !value.includes(one)) ?? "'"
  return `${name}=${mark}${value}${mark}\n`
}
