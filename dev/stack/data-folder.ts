import { mkdir, stat } from 'node:fs/promises'

/**
 * Makes the folder in which a local stack keeps everything, unless it is there.
 *
 * @throws Error that says what stands in the way, and what to do
 */
export async function prepareDataFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined)
  if (found && !found.isDirectory())
    throw new Error(`${folder} is a file. Give --data a folder, which may be a new one.`)
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`${folder} cannot be made (${why}). Give --data a folder that you may write to.`)
  }
}
