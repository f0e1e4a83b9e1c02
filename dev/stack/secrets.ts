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

/** Reads the secrets of an earlier start, or makes them and keeps them readable by their owner only. */
export async function keepSecrets(file: string): Promise<Secrets> {
  const kept = await readFile(file, 'utf8').catch(() => undefined)
  if (kept !== undefined) return parseSecrets(kept, file)
  const secrets = createSecrets()
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.unfinished`, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.unfinished`, file)
  return secrets
}

function parseSecrets(text: string, file: string): Secrets {
  try {
    return secretsSchema.parse(JSON.parse(text))
  } catch {
    throw new Error(
      `${file} is not a secrets file of this version. Delete it; everybody signs in again after that.`,
    )
  }
}
