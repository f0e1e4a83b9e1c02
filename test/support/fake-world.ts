import { parseConfig } from '../../functions/config/parse-config.js'
import { createDeps } from '../../functions/create-deps.js'
import type { Deps } from '../../functions/deps.js'
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
  deps: Deps
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
    const request = new Request(input, init)
    const call = {
      method: request.method,
      url: request.url,
      headers: request.headers,
      body: await request.text(),
    }
    calls.push(call)
    const site = sites.get(request.url)?.()
    const answer =
      site ?? (await hasura.answer(call, request.signal)) ?? (await github.answer(call, request.signal))
    if (!answer) throw new TypeError(`nobody answers ${request.url}`)
    return answer
  }
  const wait = async (ms: number) => void waits.push(ms)
  const writeLog = (line: string) => log.push(line)
  const deps = createDeps(config, { now: () => clock.now, fetch, wait, writeLog, deadlineMs })
  const advance = (seconds: number) => {
    clock.now = new Date(clock.now.getTime() + seconds * 1000)
  }
  return { deps, github, hasura, sites, calls, log, clock, advance, waits }
}
