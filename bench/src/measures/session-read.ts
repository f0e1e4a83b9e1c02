import { buildOutput } from '../contenders/build-output.js'
import { ourSessionCookie, ourVariables } from '../contenders/our-session.js'
import { type SignedInPeer, sessionUrl, signInToPeers } from '../contenders/peer-cases.js'
import { type Contender, startContender } from '../processes/start-contender.js'
import { formatNumber, formatSpread } from '../report/format-number.js'
import type { Ratio, Section, Table } from '../report/section.js'
import { type Spread, spreadOf } from '../report/statistics.js'
import type { Runtime } from '../runtimes/find-runtimes.js'
import type { MeasureContext } from './measure.js'

const ours = 'ours'
const readsPerTurn = 100
const warmUpTurns = 5
/** `4 ×` as fast is a quarter of the work. */
const goals: Readonly<Record<string, number>> = { 'next-auth 4': 1 / 4, '@auth/core': 1 / 8 }

/** CPU of a session read in a process that has answered a thousand before, with nobody asked outside of it. */
export async function measureSessionRead(context: MeasureContext): Promise<Section> {
  const output = await buildOutput(context.say)
  const parts: { ratios: Ratio[]; table: Table }[] = []
  for (const runtime of context.runtimes) parts.push(await measureOn(runtime, output, context))
  return {
    ratios: parts.flatMap(({ ratios }) => ratios),
    tables: parts.map(({ table }) => table),
    notes: [
      'next-auth and better-auth sign a new token in each read, as their set-ups for Hasura do; @auth/core seals its cookie anew. Ours gives the token that the cookie holds.',
    ],
  }
}

async function measureOn(runtime: Runtime, output: string, context: MeasureContext) {
  const contenders = await startAll(await signedIn(runtime, output), runtime)
  try {
    const spreads = await readInTurns(contenders, runtime, context)
    return { ratios: ratiosOf(spreads, runtime), table: tableOf(spreads, runtime) }
  } finally {
    for (const { process } of contenders) await process.close()
  }
}

async function signedIn(runtime: Runtime, output: string): Promise<SignedInPeer[]> {
  const variables = ourVariables()
  const us = {
    name: ours,
    program: 'ours.mjs',
    url: sessionUrl,
    cookie: ourSessionCookie(variables),
    variables: { ...variables, BENCH_FUNCTIONS: `${output}/functions` },
  }
  return [us, ...(await signInToPeers(runtime))]
}

type Started = SignedInPeer & { process: Contender }

function startAll(contenders: readonly SignedInPeer[], runtime: Runtime): Promise<Started[]> {
  return Promise.all(
    contenders.map(async (contender) => ({
      ...contender,
      process: await startContender(runtime, contender.program, contender.variables),
    })),
  )
}

async function readInTurns(
  contenders: readonly Started[],
  { name: on }: Runtime,
  { rounds, say }: MeasureContext,
) {
  const micros = new Map<string, number[]>(contenders.map(({ name }) => [name, []]))
  for (let round = -warmUpTurns; round < rounds; round += 1) {
    if (round >= 0) say(`${on}: round ${round + 1} of ${rounds}`)
    for (const contender of contenders) {
      const each = await readOften(contender)
      if (round >= 0) micros.get(contender.name)?.push(each)
    }
  }
  return new Map([...micros].map(([name, values]) => [name, spreadOf(values)]))
}

async function readOften({ name, process, url, cookie }: Started): Promise<number> {
  const { status, body, cpuMicros } = await process.ask({ url, headers: { cookie }, times: readsPerTurn })
  if (status !== 200 || !body.includes('Ada')) throw new Error(`${name} answered ${status}: ${body}`)
  return cpuMicros / readsPerTurn
}

function ratiosOf(spreads: ReadonlyMap<string, Spread>, { name: on }: Runtime): Ratio[] {
  const median = (name: string) => spreads.get(name)?.median ?? Number.NaN
  const others = [...spreads.keys()].filter((name) => name !== ours)
  return others.map((against) => {
    const goal = goals[against]
    const ratio = median(ours) / median(against)
    return { what: 'session read, warm', against, ratio, on, ...(goal !== undefined && { goal }) }
  })
}

function tableOf(spreads: ReadonlyMap<string, Spread>, { name }: Runtime): Table {
  const us = spreads.get(ours)?.median ?? Number.NaN
  return {
    title: `CPU of a session read on ${name}`,
    head: ['who', 'µs (middle half)', 'times ours'],
    rows: [...spreads].map(([who, spread]) => [who, formatSpread(spread), formatNumber(spread.median / us)]),
  }
}
