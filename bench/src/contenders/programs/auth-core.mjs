import { Auth } from '@auth/core'
import { encode } from '@auth/core/jwt'
import GitHub from '@auth/core/providers/github'

/** @auth/core with its own encrypted session cookie, and nothing behind it. */
const { BENCH_GITHUB = 'https://github.example' } = process.env
const cookieName = '__Secure-authjs.session-token'
const secret = 'for-measurements-only-and-long-enough'

const config = {
  secret,
  trustHost: true,
  basePath: '/api/auth',
  providers: [
    GitHub({
      clientId: process.env.BENCH_CLIENT_ID ?? 'Ov23li0123456789abcd',
      clientSecret: process.env.BENCH_CLIENT_SECRET ?? 'none',
      enterprise: { baseUrl: BENCH_GITHUB },
    }),
  ],
}

/** Somebody who is signed in. */
export async function sessionCookie() {
  const token = { name: 'Ada', email: 'ada@example.com', picture: 'https://example.com/a', sub: '1001001' }
  return `${cookieName}=${await encode({ token, secret, salt: cookieName })}`
}

export function handle(request) {
  return Auth(request, config)
}
