import { parseConfig } from '../../functions/config/parse-config.js'
import { createDeps } from '../../functions/create-deps.js'
import type { Instance } from '../../functions/deps.js'
import { FakeGithub } from './fake-github.js'
import { FakeHasura } from './fake-hasura.js'
import { testEnv } from './test-env.js'

export interface Call {
  method: string
  url: string
  headers: Headers
  body: string
}

/** The functions with a network of our own, a clock that stands still and a log to read. */
export interface FakeWorld {
  deps: Instance
  github: FakeGithub
  hasura: FakeHasura
  /** Other addresses that somebody answers. */
  sites: Map<string, () => Response>
  /** Every outbound call so far. */
  calls: Call[]
  log: string[]
  clock: { now: Date }
  advance(seconds: number): void
  /** How long the functions wanted to wait, in milliseconds. */
  waits: number[]
  /** How long whoever is called takes to answer, in milliseconds; then waiting takes its time too. */
  slowness: (call: Call) => number
  /** Calls that are being written or answered at this moment, which takes time of no clock of the test. */
  computing: number
}

export function fakeWorld(overrides: Record<string, string | undefined> = {}, deadlineMs = 5_000): FakeWorld {
  const env = testEnv(overrides)
  const config = parseConfig(env)
  const calls: Call[] = []
  const log: string[] = []
  const waits: number[] = []
  const clock = { now: new Date('2026-03-01T12:00:00Z') }
  const github = new FakeGithub(config.github.baseUrl)
  const hasura = new FakeHasura(config.hasuraEndpoint)
  const sites: FakeWorld['sites'] = new Map()
  const fetch: typeof globalThis.fetch = async (input, init) => {
    world.computing += 1
    return answer(input, init).finally(() => {
      world.computing -= 1
    })
  }
  const answer = async (...[input, init]: Parameters<typeof globalThis.fetch>) => {
    const request = new Request(input, init)
    const call = {
      method: request.method,
      url: request.url,
      headers: request.headers,
      body: await request.text(),
    }
    calls.push(call)
    world.computing -= 1
    await pass(world.slowness(call), request.signal).finally(() => {
      world.computing += 1
    })
    const site = sites.get(request.url)?.()
    const given =
      site ?? (await hasura.answer(call, request.signal)) ?? (await github.answer(call, request.signal))
    if (!given) throw new TypeError(`nobody answers ${request.url}`)
    return given
  }
  const wait = async (ms: number) => {
    waits.push(ms)
    if (world.slowness !== prompt) await pass(ms)
  }
  const writeLog = (line: string) => log.push(line)
  const deps = createDeps(config, { now: () => clock.now, fetch, wait, writeLog, deadlineMs })
  const advance = (seconds: number) => {
    clock.now = new Date(clock.now.getTime() + seconds * 1000)
  }
  const world: FakeWorld = {
    deps,
    github,
    hasura,
    sites,
    calls,
    log,
    clock,
    advance,
    waits,
    slowness: prompt,
    computing: 0,
  }
  return world
}

const prompt = () => 0

/** Lets time pass, by the timers that a test may have replaced. */
function pass(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (ms === 0) return resolve()
    const timer = setTimeout(resolve, ms)
    const giveUp = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', giveUp, { once: true })
  })
}
