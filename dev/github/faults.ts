import type { IncomingMessage, ServerResponse } from 'node:http'

/** What the next call of a path gets instead of its answer. */
export type Fault =
  | { kind: 'answer'; status: number; headers?: Readonly<Record<string, string>>; body?: string }
  /** GitHub's secondary rate limit where it names no time: only the words tell it from a refusal. */
  | { kind: 'secondary-rate-limit'; status: 403 | 429 }
  /** Never answers. */
  | { kind: 'silence' }
  /** Closes the connection before a byte. */
  | { kind: 'reset' }
  /** Promises more bytes than it sends, then closes. */
  | { kind: 'half-body'; body: string }
  /** Answers as usual, but late. */
  | { kind: 'slow'; milliseconds: number }
  /** A body of this many spaces. */
  | { kind: 'huge-body'; bytes: number }

export interface Faults {
  /** Queues a fault for the next calls of a path. */
  add(path: string, fault: Fault, times: number): void
  /** Lets calls fail that nothing else is queued for, as the function says for their path; undefined ends it. */
  setRandom(pick: ((path: string) => Fault | undefined) | undefined): void
  /** Answers the request with the fault that is due, or as usual. */
  apply(request: IncomingMessage, response: ServerResponse, answer: () => void): void
  /** Ends all of them; a call that was left without an answer is broken off. */
  clear(): void
}

/** Keeps the faults that tests have ordered, by path. */
export function createFaults(): Faults {
  const queues = new Map<string, Fault[]>()
  const silenced = new Set<ServerResponse>()
  let random: ((path: string) => Fault | undefined) | undefined
  return {
    add(path, fault, times) {
      queues.set(path, [...(queues.get(path) ?? []), ...Array.from({ length: times }, () => fault)])
    },
    setRandom(pick) {
      random = pick
    },
    apply(request, response, answer) {
      const path = (request.url ?? '').split('?')[0] ?? ''
      const fault = queues.get(path)?.shift() ?? random?.(path)
      if (!fault) return answer()
      if (fault.kind === 'slow') return void setTimeout(answer, fault.milliseconds)
      request.resume()
      if (fault.kind === 'silence') keepSilent(response, silenced)
      else answerWith(fault, response)
    },
    clear() {
      queues.clear()
      random = undefined
      for (const response of silenced) response.destroy()
    },
  }
}

function keepSilent(response: ServerResponse, silenced: Set<ServerResponse>): void {
  silenced.add(response)
  response.on('close', () => silenced.delete(response))
}

function answerWith(fault: Exclude<Fault, { kind: 'slow' | 'silence' }>, response: ServerResponse): void {
  if (fault.kind === 'reset') {
    response.socket?.resetAndDestroy()
    return
  }
  if (fault.kind === 'answer' || fault.kind === 'secondary-rate-limit') {
    const { status, headers, body } = fault.kind === 'answer' ? fault : secondaryRateLimit(fault.status)
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(body)
    return
  }
  const body = fault.kind === 'huge-body' ? ' '.repeat(fault.bytes) : fault.body
  const missing = fault.kind === 'half-body' ? body.length : 0
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length + missing })
  response.write(body, () => (missing > 0 ? response.socket?.destroy() : response.end()))
}

/** @see https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits */
export function secondaryRateLimit(status: 403 | 429) {
  const headers = {
    'x-accepted-oauth-scopes': 'user, read:org',
    'x-oauth-scopes': 'read:org, user:email',
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '4987',
    'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 1800),
  }
  const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
  const documentation_url =
    'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits'
  return { status, headers, body: JSON.stringify({ documentation_url, message }) }
}
