import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { AuthError, createAuth } from '../../static/auth.js'
import { signOut } from '../../static/js/session/sign-out.js'

/** Signs out of a server that answers so, and gives where the page goes. */
async function leave(status: number, answer: unknown, everywhere = false): Promise<unknown> {
  const replace = vi.fn()
  vi.stubGlobal('location', { replace })
  const auth = createAuth({ fetch: async () => new Response(JSON.stringify(answer), { status }) })
  onTestFinished(auth.close)
  await signOut(auth, { everywhere })
  return replace.mock.calls[0]?.[0]
}

const failure = (code: string) => ({ error: { code, message: 'words' } })

describe('signOut()', () => {
  it.each([
    [1, false, '/signin?status=signed-out'],
    [3, true, '/signin?status=signed-out-everywhere'],
    [0, false, '/signin?status=was-over'],
    [0, true, '/signin?status=was-over-elsewhere-unknown'],
  ])('R-09 after %i ended sessions, everywhere: %s, leads to %s', async (revoked, everywhere, target) => {
    expect(await leave(200, { url: 'https://app.example/signin', revoked }, everywhere)).toBe(target)
  })

  it('R-09b says why when the token was over', async () => {
    const target = '/signin?error=refresh-token-reused'
    expect(await leave(401, failure('refresh-token-reused'), true)).toBe(target)
  })

  it.each([
    [400, failure('invalid-input')],
    [403, failure('cross-site')],
    [503, failure('hasura-unavailable')],
    [503, failure('unknown-key')],
    [502, '<html>'],
  ])('R-09 stays where it is when the server answers %i %j', async (status, answer) => {
    await expect(leave(status, answer)).rejects.toThrow(AuthError)
    expect(location.replace).not.toHaveBeenCalled()
  })
})
