import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'

const secretsSchema = z.strictObject({
  authSecret: z.string(),
  actionSecret: z.string(),
  eventSecret: z.string(),
  jwtKey: z.string(),
  hasuraAdminSecret: z.string(),
  githubClientId: z.string(),
  githubClientSecret: z.string(),
})

/** The secrets of one local stack. Made at random, so that no two machines share one. */
export type Secrets = z.infer<typeof secretsSchema>

export function createSecrets(): Secrets {
  const secret = () => randomBytes(32).toString('hex')
  return {
    authSecret: secret(),
    actionSecret: secret(),
    eventSecret: secret(),
    jwtKey: secret(),
    hasuraAdminSecret: secret(),
    githubClientId: `Ov23li${randomBytes(7).toString('hex')}`,
    githubClientSecret: randomBytes(20).toString('hex'),
  }
}

/**
 * Reads the secrets of an earlier start, or makes them and keeps them readable by their owner only.
 *
 * @throws Error that says what is wrong with the file, and what to do
 */
export async function keepSecrets(file: string): Promise<Secrets> {
  const kept = await readKept(file)
  if (kept !== undefined) return parseSecrets(kept, file)
  const secrets = createSecrets()
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.unfinished`, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.unfinished`, file)
  return secrets
}

async function readKept(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`${file} cannot be read (${why}). Make it readable to you, or ${startOver(file)}`)
  }
}

function parseSecrets(text: string, file: string): Secrets {
  try {
    return secretsSchema.parse(JSON.parse(text))
  } catch {
    throw new Error(
      `${file} is not a secrets file of this version, or damaged. Put it back as it was, or ${startOver(file)}`,
    )
  }
}

/** The rows of the database are sealed with the secrets: without them nobody could use what is there. */
function startOver(file: string): string {
  return `delete ${dirname(file)} to start over.`
}
