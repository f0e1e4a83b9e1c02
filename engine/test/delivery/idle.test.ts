import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Delivery, startDelivery } from '../../src/delivery/start-delivery.js'
import { type ManualClock, manualClock } from '../support/manual-clock.js'

const POLL_MS = 1000

let clock: ManualClock
let delivery: Delivery
/** The seconds at which jobs were looked for. */
let looks: number[]
let written: string | null
let nextDueMs: number
beforeEach(async () => {
  clock = manualClock()
  looks = []
  written = '0/1'
  nextDueMs = Number.POSITIVE_INFINITY
})
afterEach(() => delivery.stop(0))

const START = Date.parse('2026-01-01T00:00:00Z')
const seconds = () => (clock.now().getTime() - START) / 1000

function start(): void {
  delivery = startDelivery({
    name: 'Test',
    claim: async () => {
      looks.push(seconds())
      return []
    },
    deliver: async () => {},
    release: async () => {},
    nextDueMs: async () => nextDueMs,
    database: { writtenUpTo: async () => written },
    concurrency: 1,
    pollIntervalMs: POLL_MS,
    clock,
    log: () => {},
  })
}

async function pass(howMany: number): Promise<void> {
  for (let second = 0; second < howMany; second++) {
    await expect.poll(() => clock.waiting()).toBe(1)
    await clock.advance(POLL_MS)
  }
  await expect.poll(() => clock.waiting()).toBe(1)
}

describe('while nothing is written to an embedded database', () => {
  test('jobs are looked for every five seconds, with the claims that are to be released', async () => {
    start()
    await pass(12)
    expect(looks).toEqual([0, 5, 10])
  })

  test('what is known to become due is looked for in time', async () => {
    nextDueMs = START + 3000
    start()
    await pass(3)
    nextDueMs = Number.POSITIVE_INFINITY
    await pass(1)
    expect(looks).toEqual([0, 3, 4])
  })
})

test('what was written is looked for at the next interval, or when told', async () => {
  start()
  await pass(2)
  written = '0/2'
  await pass(2)
  written = '0/3'
  delivery.poke()
  await expect.poll(() => looks).toEqual([0, 3, 4])
})

test('a server, where others write, is asked at every interval', async () => {
  written = null
  start()
  await pass(3)
  expect(looks).toEqual([0, 1, 2, 3])
})
