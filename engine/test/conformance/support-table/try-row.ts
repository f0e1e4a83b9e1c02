import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { loadMetadataFolder } from '../../../src/metadata/load-metadata.js'
import { formatProblem } from '../../../src/metadata/metadata-error.js'
import { findMigrations } from '../../../src/migrations/find-migrations.js'
import { writeMetadataFolder } from '../../metadata/metadata-folder.js'
import { asAdmin, startTestServer, type TestServer } from '../../server/support.js'
import type { ProbedRow } from './rows.js'

/** What the engine said: the words that it refused something with, or what it warned of. */
interface Outcome {
  refused?: string
  status?: number
  warnings: string[]
}

/** Puts what the row is about before the engine. */
export async function tryRow(row: ProbedRow, server: TestServer): Promise<Outcome> {
  const { files, migrations, request, env } = row
  if (files) {
    const folder = writeMetadataFolder(files)
    return outcomeOf(async (warn) => {
      loadMetadataFolder(folder, {}, (warning) => warn(formatProblem(warning)))
    })
  }
  if (migrations) return outcomeOf((warn) => findIn(migrations, warn))
  if (request) return send(request, server)
  if (!env) throw new Error(`"${row.feature}" names nothing to try`)
  return outcomeOf(async (warn) => {
    const started = await startTestServer({ env })
    for (const message of started.messages) warn(message)
    await started.close()
  })
}

async function outcomeOf(work: (warn: (text: string) => void) => Promise<void>): Promise<Outcome> {
  const warnings: string[] = []
  try {
    await work((text) => warnings.push(text))
    return { warnings }
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error), warnings }
  }
}

async function findIn(files: Readonly<Record<string, string>>, warn: (text: string) => void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'support-table-'))
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), content)
    }
    findMigrations(folder, 'default', warn)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function send(
  { method, path, body }: NonNullable<ProbedRow['request']>,
  server: TestServer,
): Promise<Outcome> {
  const reply = method === 'GET' ? await server.get(path, asAdmin) : await server.post(path, body, asAdmin)
  const { status, text } = reply
  return status < 400 ? { warnings: [] } : { refused: text, status, warnings: [] }
}
