import { readFile, writeFile } from 'node:fs/promises'
import * as z from 'zod'
import { repository } from '../../../dev/repository.js'
import { renderResults } from './render-results.js'
import { sectionShape } from './section.js'

const measuredShape = z.strictObject({
  /** The day, ISO 8601. */
  on: z.iso.date(),
  rounds: z.int().positive(),
  command: z.string(),
  machine: z.string(),
  versions: z.array(z.string()),
  section: sectionShape,
})

export const resultsShape = z.record(z.string(), measuredShape)

export type Measured = z.output<typeof measuredShape>
/** What was measured last, by the names of the measures. */
export type Results = z.output<typeof resultsShape>

const folder = `${repository}/bench`
export const resultsFiles = { json: `${folder}/results.json`, markdown: `${folder}/results.md` }

/** The results of the measures that ran now, besides those that did not. */
export async function keepResult(name: string, measured: Measured): Promise<void> {
  const results: Results = { ...(await readResults()), [name]: measured }
  await writeFile(resultsFiles.json, `${JSON.stringify(results, undefined, 2)}\n`)
  await writeFile(resultsFiles.markdown, renderResults(results))
}

async function readResults(): Promise<Results> {
  const text = await readFile(resultsFiles.json, 'utf8').catch(() => '{}')
  return resultsShape.parse(JSON.parse(text))
}
