import { describe, expect, it } from 'vitest'
import { createSecrets } from '../../../dev/stack/secrets.js'
import { startStack } from '../../../dev/stack/start-stack.js'
import type { Database } from '../../../engine/src/index.js'

describe('startStack()', () => {
  it('begins no further step when it is to stop, and stops what had started', async () => {
    const stop = new AbortController()
    const reason = new Error('somebody pressed Ctrl-C')
    const done: string[] = []
    const starting = startStack({
      openDatabase: async () => {
        stop.abort(reason)
        // Nothing but its end is asked for: the engine is not started on it.
        return { close: async () => void done.push('Postgres is closed') } as unknown as Database
      },
      secrets: createSecrets(),
      ports: { app: 0, engine: 0, github: 0 },
      signal: stop.signal,
      step: (name, work) => {
        done.push(name)
        return work()
      },
    })
    await expect(starting).rejects.toBe(reason)
    expect(done).toEqual(['Postgres', 'Postgres is closed'])
  })
})
