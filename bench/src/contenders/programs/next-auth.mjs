import jwt from 'jsonwebtoken'
import NextAuthModule from 'next-auth'
import GithubModule from 'next-auth/providers/github'
import { callAsPage } from './call-as-page.mjs'

/**
 * next-auth 4 in the classic set-up for Hasura: tokens signed with HS256 that hold Hasura's claims, and the person written
 * to `users` over GraphQL when somebody signs in. Served as Pages Router calls it, without Next.js.
 */
const { BENCH_GITHUB = 'https://github.example', BENCH_HASURA = 'https://hasura.example' } = process.env
const cookieName = '__Secure-next-auth.session-token'
const secret = 'for-measurements-only-and-long-enough'
const [NextAuth, Github] = [NextAuthModule.default, GithubModule.default]
process.env.NEXTAUTH_URL = 'https://app.example'

const usersInsert = `mutation ($id: String!, $name: String) {
  insert_users_one(object: { id: $id, name: $name }, on_conflict: { constraint: users_pkey, update_columns: [name] }) { id }
}`

const handler = NextAuth({
  secret,
  providers: [
    Github({
      clientId: process.env.BENCH_CLIENT_ID ?? 'Ov23li0123456789abcd',
      clientSecret: process.env.BENCH_CLIENT_SECRET ?? 'none',
      issuer: `${BENCH_GITHUB}/login/oauth`,
      authorization: {
        url: `${BENCH_GITHUB}/login/oauth/authorize`,
        params: { scope: 'read:user user:email' },
      },
      token: `${BENCH_GITHUB}/login/oauth/access_token`,
      userinfo: `${BENCH_GITHUB}/api/v3/user`,
    }),
  ],
  session: { strategy: 'jwt' },
  jwt: {
    encode: async ({ token, secret, maxAge }) =>
      jwt.sign({ ...withoutTimes(token), ...hasuraClaims(token.sub) }, secret, {
        algorithm: 'HS256',
        expiresIn: maxAge,
      }),
    decode: async ({ token, secret }) => jwt.verify(token, secret, { algorithms: ['HS256'] }),
  },
  callbacks: {
    signIn: async ({ user }) => insertUser(user),
    session: async ({ session, token }) => ({
      ...session,
      id: token.sub,
      token: jwt.sign({ ...withoutTimes(token), ...hasuraClaims(token.sub) }, secret, {
        algorithm: 'HS256',
        expiresIn: '15m',
      }),
    }),
  },
})

function withoutTimes({ iat: _iat, exp: _exp, ...token }) {
  return token
}

function hasuraClaims(userId) {
  return {
    'https://hasura.io/jwt/claims': {
      'x-hasura-allowed-roles': ['user'],
      'x-hasura-default-role': 'user',
      'x-hasura-user-id': userId,
    },
  }
}

async function insertUser({ id, name }) {
  const response = await fetch(`${BENCH_HASURA}/v1/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-hasura-admin-secret': process.env.BENCH_ADMIN_SECRET ?? '',
    },
    body: JSON.stringify({ query: usersInsert, variables: { id: String(id), name } }),
  })
  const { errors } = await response.json()
  if (errors) throw new Error(JSON.stringify(errors))
  return true
}

/** Somebody who is signed in. */
export function sessionCookie() {
  const token = { name: 'Ada', email: 'ada@example.com', picture: 'https://example.com/a', sub: '1001001' }
  const signed = jwt.sign({ ...token, ...hasuraClaims(token.sub) }, secret, {
    algorithm: 'HS256',
    expiresIn: '30d',
  })
  return `${cookieName}=${signed}`
}

export function handle(request) {
  return callAsPage(handler, request)
}
