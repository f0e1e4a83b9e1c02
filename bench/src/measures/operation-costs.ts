import { formatNumber, formatSpread } from '../report/format-number.js'
import type { Ratio, Table } from '../report/section.js'
import { type Spread, spreadOf } from '../report/statistics.js'
import type { Rival } from '../world/rivals.js'
import type { WorkBehind } from '../world/work-behind.js'

/** What one operation costs a rival. */
export interface OperationCost {
  /** Of the process of the functions, in milliseconds. */
  inside: Spread
  /** Of all processes behind it together, on average. */
  behind: number
  calls: ReadonlyMap<string, number>
}

interface Turns {
  rounds: { warmUp: number; counted: number }
  perTurn: number
  /** Called when everything is warm. */
  watch: () => Promise<WorkBehind>
  calls: Map<string, number>
  /** Does one operation; gives the CPU of the function's process in microseconds. */
  operate: (rival: Rival) => Promise<number>
  onRound: (round: number) => void
}

/** Gives each rival its turn in each round. */
export async function costsInTurns(
  rivals: readonly Rival[],
  { rounds, perTurn, watch, calls, operate, onRound }: Turns,
): Promise<Map<string, OperationCost>> {
  const turns = new Map(rivals.map(({ name }) => [name, { inside: [0].slice(1), behind: [0].slice(1) }]))
  const called = new Map<string, ReadonlyMap<string, number>>()
  for (let turn = 0; turn < rounds.warmUp * perTurn; turn += 1)
    for (const rival of rivals) await operate(rival)
  const startWatch = await watch()
  for (let round = 0; round < rounds.counted; round += 1) {
    onRound(round)
    for (const rival of rivals) {
      calls.clear()
      const behind = startWatch(rival.pids)
      let micros = 0
      for (let turn = 0; turn < perTurn; turn += 1) micros += await operate(rival)
      turns.get(rival.name)?.inside.push(micros / perTurn / 1000)
      turns.get(rival.name)?.behind.push((behind() * 1000) / perTurn)
      called.set(rival.name, new Map([...calls].map(([target, count]) => [target, count / perTurn])))
    }
  }
  return new Map(
    [...turns].map(([name, { inside, behind }]) => [
      name,
      { inside: spreadOf(inside), behind: mean(behind), calls: called.get(name) ?? new Map() },
    ]),
  )
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export function tableOfCosts(title: string, costs: ReadonlyMap<string, OperationCost>): Table {
  return {
    title,
    head: [
      'who',
      'CPU ms of the function (middle half)',
      'CPU ms behind it',
      'together',
      'outbound calls of one',
    ],
    rows: [...costs].map(([name, { inside, behind, calls }]) => [
      name,
      formatSpread(inside),
      formatNumber(behind),
      formatNumber(inside.median + behind),
      [...calls].map(([target, count]) => `${formatNumber(count)} × ${target}`).join('<br>') || 'none',
    ]),
  }
}

interface Comparison {
  what: string
  against: string
  on: string
  goal?: number
  /** Where the other one talks to its database itself, what is behind is part of the work. */
  together: boolean
}

/** Nothing when one of the two was not there. */
export function ratioOfCosts(
  costs: ReadonlyMap<string, OperationCost>,
  { what, against, on, goal, together }: Comparison,
): Ratio[] {
  const [us, them] = [costs.get('ours'), costs.get(against)]
  if (!us || !them) return []
  const cost = ({ inside, behind }: OperationCost) => inside.median + (together ? behind : 0)
  const named = `${what}, ${together ? 'function and all behind it' : 'function alone'}`
  return [{ what: named, against, ratio: cost(us) / cost(them), on, ...(goal !== undefined && { goal }) }]
}
