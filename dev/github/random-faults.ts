import type { Fault } from './faults.js'

export interface RandomFaults {
  /** The same seed gives the same faults in the same order. */
  seed: number
  /** Of all calls, how many fail: 0.2 is one in five. */
  share: number
  /** Which calls can fail, by their path. */
  paths: RegExp
  shapes?: readonly Fault[]
}

const json = { 'content-type': 'application/json; charset=utf-8' }
const html = { 'content-type': 'text/html' }

/**
 * The ways in which GitHub fails for a while. Not among them is what can only be taken for an answer: a 401 for bad
 * credentials means that the person revoked the application, and a whole profile is somebody's.
 */
export const passingFaults: readonly Fault[] = [
  { kind: 'answer', status: 200, headers: html, body: '<html>Unicorn!</html>' },
  { kind: 'answer', status: 200, headers: json, body: '{}' },
  { kind: 'answer', status: 200, headers: json, body: '{"id":"1001001","login":"text-for-an-id"}' },
  { kind: 'answer', status: 204 },
  { kind: 'answer', status: 307, headers: { location: 'http://127.0.0.1:9/' } },
  { kind: 'answer', status: 401, headers: html, body: '<html>Unauthorized</html>' },
  { kind: 'answer', status: 403, headers: { ...json, 'retry-after': '1' }, body: '{}' },
  { kind: 'answer', status: 403, headers: html, body: '<html>Forbidden</html>' },
  { kind: 'answer', status: 404, headers: json, body: '{"message":"Not Found"}' },
  { kind: 'answer', status: 422, headers: json, body: '{"message":"Validation Failed"}' },
  { kind: 'answer', status: 429, headers: { ...json, 'retry-after': '1' }, body: '{}' },
  { kind: 'answer', status: 500, headers: json, body: '' },
  { kind: 'answer', status: 502, headers: html, body: '<html>Bad Gateway</html>' },
  { kind: 'reset' },
  { kind: 'silence' },
  { kind: 'slow', milliseconds: 200 },
  { kind: 'half-body', body: '{"id":1,"login":' },
  { kind: 'huge-body', bytes: 2_000_000 },
]

/** Decides for each call whether it fails, and how. */
export function createRandomFaults({ seed, share, paths, shapes = passingFaults }: RandomFaults) {
  const random = randomNumbers(seed)
  return (path: string): Fault | undefined => {
    if (!paths.test(path) || random() >= share) return undefined
    return shapes[Math.floor(random() * shapes.length)]
  }
}

/** Mulberry32: numbers from 0 to below 1 that a seed repeats. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
