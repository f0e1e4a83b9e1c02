import * as z from 'zod'
import { buildOutput } from '../contenders/build-output.js'
import { type ColdCase, functionCases } from '../contenders/function-cases.js'
import { ourVariables } from '../contenders/our-session.js'
import { peerCases } from '../contenders/peer-cases.js'
import { askOnce } from '../processes/ask-once.js'
import { formatNumber, formatSpread } from '../report/format-number.js'
import type { Ratio, Section, Table } from '../report/section.js'
import { type Spread, spreadOf, withoutBase } from '../report/statistics.js'
import type { Runtime } from '../runtimes/find-runtimes.js'
import type { MeasureContext } from './measure.js'

const answerShape = z.object({
  cpuMicros: z.number(),
  status: z.number().optional(),
  body: z.string().optional(),
})
const nothing: ColdCase = { name: 'empty process', module: 'nothing' }
const goals = { authCore: 0.9, authCoreLean: 0.6, betterAuth: 0.3 }
const lean = ['health', 'jwks']

/** CPU of a new process up to its first answer, user and system, what an empty process takes taken off. */
export async function measureColdStart(context: MeasureContext): Promise<Section> {
  const functions = await functionCases(await buildOutput(context.say), ourVariables())
  const sections: Section[] = []
  for (const runtime of context.runtimes) {
    const cases = [nothing, ...functions, ...(await peerCases(runtime))]
    const spreads = await measureInTurns(cases, runtime, context)
    const names = functions.map(({ name }) => name)
    sections.push({
      ratios: names.flatMap((name) => ratiosOf(name, spreads, runtime)),
      tables: [tableOf(spreads, runtime)],
      notes: [],
    })
  }
  return {
    ratios: sections.flatMap(({ ratios }) => ratios).sort((a, b) => b.on.localeCompare(a.on)),
    tables: sections.flatMap(({ tables }) => tables),
    notes,
  }
}

const notes = [
  'Ours are the files of `.vercel/output`, which `vercel build` made; the others are loaded from `node_modules`, as a builder that traces files leaves them. The events functions refuse a request of another method: whatever else they do asks Hasura or GitHub. `only …` is a package that is loaded and not used.',
]

/** Every contender once, then every one again, each round beginning with another. */
async function measureInTurns(cases: readonly ColdCase[], runtime: Runtime, { rounds, say }: MeasureContext) {
  const micros = new Map<string, number[]>(cases.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    say(`${runtime.name}: round ${round + 1} of ${rounds}`)
    const first = round % cases.length
    for (const tried of [...cases.slice(first), ...cases.slice(0, first)])
      micros.get(tried.name)?.push(await startOnce(tried, runtime))
  }
  const spreads = new Map([...micros].map(([name, values]) => [name, spreadOf(values.map(toMs))]))
  const empty = spreads.get(nothing.name)?.median ?? 0
  return new Map(
    [...spreads].map(([name, spread]) => [name, name === nothing.name ? spread : withoutBase(spread, empty)]),
  )
}

async function startOnce(
  { name, module, request, variables, status, holds = '' }: ColdCase,
  runtime: Runtime,
) {
  const args = request ? [module, JSON.stringify(request)] : [module]
  const answer = answerShape.parse(await askOnce(runtime, ['launch.mjs', ...args], variables))
  if (answer.status !== status || !(answer.body ?? '').includes(holds))
    throw new Error(`${name} answered ${answer.status}: ${answer.body}`)
  return answer.cpuMicros
}

function ratiosOf(name: string, spreads: ReadonlyMap<string, Spread>, { name: on }: Runtime): Ratio[] {
  const median = (of: string) => spreads.get(of)?.median ?? Number.NaN
  const against = (peer: string, goal: number): Ratio => ({
    what: `cold start of ${name}`,
    against: `${peer}, session`,
    ratio: median(name) / median(`${peer}, session`),
    goal,
    on,
  })
  return [
    against('@auth/core', lean.includes(name) ? goals.authCoreLean : goals.authCore),
    against('better-auth', goals.betterAuth),
  ]
}

function tableOf(spreads: ReadonlyMap<string, Spread>, { name }: Runtime): Table {
  const authCore = spreads.get('@auth/core, session')?.median ?? Number.NaN
  return {
    title: `CPU of a cold start on ${name}, without that of an empty process`,
    head: ['what', 'ms (middle half)', 'of @auth/core’s session'],
    rows: [...spreads].map(([what, spread]) => [
      what,
      formatSpread(spread),
      what === nothing.name ? '' : formatNumber(spread.median / authCore),
    ]),
  }
}

function toMs(micros: number): number {
  return micros / 1000
}
