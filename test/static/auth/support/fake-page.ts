import { vi } from 'vitest'
import type { Auth, AuthChange, AuthOptions } from '../../../../static/auth.js'
import { createAuth } from '../../../../static/auth/create-auth.js'
import { fakeLocks } from './fake-locks.js'

type Answer = () => Response | Promise<Response>

interface FakePage {
  auth: Auth
  /** What happened to the session, by name. */
  changes: AuthChange['type'][]
  /** The addresses that were asked, in order. */
  asked: string[]
  requests: Request[]
  /** Something happens to the window. */
  happen(event: 'visibilitychange' | 'online' | 'pageshow', facts?: object): void
}

export const startedAt = new Date('2030-01-01T00:00:00Z').getTime()
const page = 'https://app.example/board?id=7'

/**
 * A page with a client and nothing else. Its time is that of the fake timers, its server what `answers` say, one after
 * the other; the last one for good.
 */
export function openFakePage(answers: readonly Answer[], options: AuthOptions = {}): FakePage {
  const target = new EventTarget()
  vi.stubGlobal('addEventListener', target.addEventListener.bind(target))
  const asked: string[] = []
  const requests: Request[] = []
  const send: typeof fetch = async (input, init) => {
    const request = new Request(input instanceof Request ? input : new URL(String(input), page), init)
    asked.push(`${request.method} ${new URL(request.url).pathname}`)
    requests.push(request)
    const answer = answers[Math.min(asked.length, answers.length) - 1]
    if (!answer) throw new Error('nothing is asked here')
    return answer()
  }
  const auth = createAuth({ fetch: send, ...options })
  const changes: AuthChange['type'][] = []
  auth.onChange(({ type }) => changes.push(type))
  const happen: FakePage['happen'] = (event, facts = {}) =>
    void target.dispatchEvent(Object.assign(new Event(event), facts))
  return { auth, changes, asked, requests, happen }
}

/** Stands in for the browser around all pages of a test. */
export function stubBrowser(): void {
  vi.useFakeTimers({ now: startedAt })
  vi.spyOn(AbortSignal, 'timeout').mockImplementation(timeout)
  vi.stubGlobal('document', { hidden: false })
  vi.stubGlobal('location', Object.assign(new URL(page), { assign: vi.fn() }))
  vi.stubGlobal('history', { state: null, replaceState: vi.fn() })
  vi.stubGlobal('navigator', { locks: fakeLocks() })
  vi.stubGlobal('BroadcastChannel', undefined)
  vi.stubGlobal('sessionStorage', fakeStorage())
}

/** By the fake timers, which the browser's own does not know. */
function timeout(milliseconds: number): AbortSignal {
  const controller = new AbortController()
  setTimeout(() => controller.abort(new DOMException('too late', 'TimeoutError')), milliseconds)
  return controller.signal
}

export function fakeStorage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> & { all(): string } {
  const kept = new Map<string, string>()
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    all: () => JSON.stringify([...kept]),
  }
}
