import { expect, test } from 'vitest'
import { health } from '../../functions/http/health.js'
import { readSession } from '../../functions/session/read.js'
import { signOut } from '../../functions/session/sign-out.js'
import { finishSignIn } from '../../functions/sign-in/finish.js'
import { startSignIn } from '../../functions/sign-in/start.js'
import { publishJwks } from '../../functions/token/jwks.js'
import { BrowserJar } from '../support/browser-jar.js'
import { fakeWorld } from '../support/fake-world.js'

const handlers = { startSignIn, finishSignIn, readSession, signOut, health }
const origins = [
  'https://evil.example',
  'null',
  'https://app.example.evil.example',
  'https://app.exampl',
  '*',
]

for (const [name, handler] of Object.entries(handlers)) {
  test.each(origins)(`S-HTTP-03 ${name} lets no page of %s read its answer`, async (origin) => {
    const init = { headers: { origin, 'access-control-request-method': 'POST' } }
    const response = await new BrowserJar(fakeWorld()).visit(handler, '/api/auth/x', init)
    const cors = [...response.headers.keys()].filter((header) => header.startsWith('access-control-'))
    expect(cors).toEqual([])
  })

  test.each(['text/html', 'application/json', '*/*'])(
    `S-HTTP-06 S-HTTP-05 ${name} says what it sends to %s, and that nobody keeps it`,
    async (accept) => {
      const response = await new BrowserJar(fakeWorld()).visit(handler, '/api/auth/x', {
        headers: { accept },
      })
      const isRedirect = response.status === 303
      const type = response.headers.get('content-type')
      if (isRedirect) expect(type).toBeNull()
      else expect(type).toMatch(/^(application\/json|text\/html); charset=utf-8$/)
      expect(response.headers.get('cache-control')).toBe('no-store')
    },
  )
}

test('S-HTTP-03 public keys alone may be read by every page, without credentials', async () => {
  const response = await publishJwks(new Request('https://app.example/api/jwks'), fakeWorld().deps)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(response.headers.has('access-control-allow-credentials')).toBe(false)
})
