import type { Database } from '../../../engine/src/index.js'
import { type Counted, countBlocks } from './count-blocks.js'
import type { MeasuredOperation } from './measured-operation.js'
import { type Person, readPeople } from './person.js'
import { sessionOperations } from './session-operations.js'
import { syncOperations } from './sync-operations.js'

export const measuredOperations = [...sessionOperations, ...syncOperations]

/** How often each is run before it counts, so that what a connection learns once does not. */
const warmUps = 2
const rounds = 5

interface Door {
  database: Database
  run(document: string, variables: object): Promise<void>
}

/**
 * What the statements of each operation read, by its name: of some runs, each about somebody else, the one in the middle.
 * Once in a while a page is split or a table extended.
 */
export async function measureOperations(door: Door, people: number): Promise<Map<string, Counted[]>> {
  const line = await readPeople(door.database, people)
  const counted = new Map<string, Counted[]>()
  for (const operation of measuredOperations) {
    await runFor(door, operation, line.splice(0, warmUps))
    const measured = line.splice(0, rounds)
    await prepare(door.database, operation, measured)
    const counts: Counted[] = []
    for (const person of measured)
      counts.push(...(await countBlocks(door.database, () => runEach(door, operation, [person]))))
    counted.set(operation.name, medians(counts))
  }
  return counted
}

function medians(counts: readonly Counted[]): Counted[] {
  const kinds = new Map<string, Counted[]>()
  for (const one of counts) {
    const key = `${one.isInner} ${one.sql}`
    kinds.set(key, [...(kinds.get(key) ?? []), one])
  }
  return [...kinds.values()].flatMap((same) => {
    const sorted = same.toSorted((a, b) => a.blocks / a.calls - b.blocks / b.calls)
    return sorted[Math.floor(sorted.length / 2)] ?? []
  })
}

async function runFor(door: Door, operation: MeasuredOperation, people: readonly Person[]): Promise<void> {
  await prepare(door.database, operation, people)
  await runEach(door, operation, people)
}

async function runEach(
  { run }: Door,
  operation: MeasuredOperation,
  people: readonly Person[],
): Promise<void> {
  for (const person of people) await run(operation.document, operation.variables(person))
}

async function prepare(
  database: Database,
  { prepare }: MeasuredOperation,
  people: readonly Person[],
): Promise<void> {
  if (!prepare) return
  const statements = people.map(prepare).join(';\n')
  await database.exec(`begin; set local session_replication_role = replica; ${statements}; commit`)
}
