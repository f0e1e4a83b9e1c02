import { expect, test } from 'vitest'
import type { Deps, Handler } from '../../functions/deps.js'
import { browserFailure } from '../../functions/http/failures.js'
import { handle } from '../../functions/http/handle.js'
import { readSession } from '../../functions/session/read.js'
import { signOut } from '../../functions/session/sign-out.js'
import { finishSignIn } from '../../functions/sign-in/finish.js'
import { startSignIn } from '../../functions/sign-in/start.js'
import { BrowserJar } from '../support/browser-jar.js'
import { userRow } from '../support/fake-hasura.js'
import { fakeWorld } from '../support/fake-world.js'
import { acceptSignIns, callbackPath, signIn, startAndApprove } from '../support/sign-in-flow.js'

const boom = () => {
  throw new Error('canary-in-the-message at /srv/app/secret.ts:1:1')
}

const broken: Record<string, (deps: Deps) => Partial<Deps>> = {
  'hasura.run': () => ({ hasura: { run: async () => boom() } }),
  'sealer.seal': (deps) => ({ sealer: { ...deps.sealer, seal: async () => boom() } }),
  'sealer.open': (deps) => ({ sealer: { ...deps.sealer, open: async () => boom() } }),
  'refreshTokens.read': (deps) => ({ refreshTokens: { ...deps.refreshTokens, read: boom } }),
  'refreshTokens.mint': (deps) => ({ refreshTokens: { ...deps.refreshTokens, mint: boom } }),
  randomBytes: () => ({ randomBytes: boom }),
}

/** The calls that reach the broken piece, each from a browser that is signed in and has a sign-in under way. */
const handlers: Record<string, Handler> = { startSignIn, finishSignIn, readSession, signOut }

for (const [piece, breakIt] of Object.entries(broken)) {
  test(`S-ERR-01 a throw in ${piece} ends as a plain 500 without its words`, async () => {
    let failed = 0
    for (const [name, handler] of Object.entries(handlers)) {
      const world = fakeWorld()
      acceptSignIns(world)
      const session = { generation: 2, idle_expires_at: '2026-05-01T12:00:00+00:00', user: userRow() }
      world.hasura
        .on('RotateSession', () => ({ update_sessions: { returning: [session] } }))
        .on('EndSessions', () => ({ reused: { affected_rows: 0 }, delete_sessions: { affected_rows: 0 } }))
      const jar = new BrowserJar(world)
      await signIn(world, jar)
      jar.cookies.delete('__Host-gha-access')
      const query = await startAndApprove(world, jar)
      const headers = {
        cookie: jar.header(),
        origin: 'https://app.example',
        'content-type': 'application/json',
      }
      const path = name === 'finishSignIn' ? callbackPath(query) : '/api/auth/x'
      const init = name === 'signOut' ? { method: 'POST', headers, body: '{}' } : { headers }
      // The request id is made before a handler runs; giving one leaves the broken piece to the handler.
      const request = new Request(`https://app.example${path}`, {
        ...init,
        headers: { ...headers, 'x-request-id': 'r-1' },
      })
      const deps = { ...world.deps, ...breakIt(world.deps) }
      const response = await handle(request, { handler, deps, failure: browserFailure })
      const text = await response.text()
      if (response.status === 500) failed += 1
      expect(text + world.log.join()).not.toContain('canary-in-the-message')
      expect(text).not.toMatch(/\.ts:\d|at \w+ \(/)
      if (response.status === 500) expect(JSON.parse(text).error.code).toBe('internal')
    }
    expect(failed).toBeGreaterThan(0)
  })
}
