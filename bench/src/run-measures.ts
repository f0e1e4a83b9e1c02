import { readFile } from 'node:fs/promises'
import { availableParallelism, cpus, totalmem } from 'node:os'
import * as z from 'zod'
import { benchFolder } from './bench-folder.js'
import type { MeasureContext } from './measures/measure.js'
import type { MeasureName } from './measures/measure-titles.js'
import { measures } from './measures/measures.js'
import { keepResult } from './report/results.js'
import { findRuntimes } from './runtimes/find-runtimes.js'

const manifestShape = z.object({ dependencies: z.record(z.string(), z.string()) })
const named = ['next-auth', '@auth/core', 'better-auth', 'postgraphile']

/** Runs measures one after the other; what each has to say is in the report as soon as it ends. */
export async function runMeasures(
  names: readonly MeasureName[],
  { rounds, people, say }: Omit<MeasureContext, 'runtimes'>,
): Promise<void> {
  const runtimes = await findRuntimes()
  const versions = await versionsOf(runtimes.map(({ name }) => name))
  for (const name of names) {
    say(`${name}…`)
    const section = await measures[name]({ rounds, people, runtimes, say: (line) => say(`${name}: ${line}`) })
    await keepResult(name, {
      on: new Date().toISOString().slice(0, 10),
      rounds,
      command: `npm run bench -- --only ${name} --rounds ${rounds}${name === 'sync' ? ` --people ${people}` : ''}`,
      machine: describeMachine(),
      versions,
      section,
    })
  }
}

function describeMachine(): string {
  const [cpu] = cpus()
  const memory = (totalmem() / 2 ** 30).toFixed(0)
  return `${availableParallelism()} × ${cpu?.model ?? process.arch}, ${memory} GiB, ${process.platform}`
}

/** The pinned ones are those that are installed. */
async function versionsOf(runtimes: readonly string[]): Promise<string[]> {
  const text = await readFile(`${benchFolder}/package.json`, 'utf8')
  const { dependencies } = manifestShape.parse(JSON.parse(text))
  const peers = Object.entries(dependencies).filter(([name]) => named.includes(name))
  return [...runtimes, ...peers.map((pair) => pair.join(' '))]
}
