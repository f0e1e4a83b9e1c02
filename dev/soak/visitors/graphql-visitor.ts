import { z } from 'zod'
import { type GraphqlRequest, requestGraphql } from '../../demo/graphql-client.js'
import { type FlowOptions, signIn } from '../../demo/graphql-flow.js'
import { type Told, toldByError, type Visitor } from './visitor.js'

const refreshSession =
  'mutation ($token: String!) { refreshSession(refreshToken: $token) { refreshToken accessToken } }'
const logout =
  'mutation ($token: String!, $everywhere: Boolean!) { logout(refreshToken: $token, everywhere: $everywhere) { revoked } }'

const refreshed = z.object({
  refreshSession: z.object({ refreshToken: z.string(), accessToken: z.string() }),
})

/** Somebody whose page keeps the tokens itself, and who can so do more with them. */
export interface GraphqlVisitor extends Visitor {
  /** The newest tokens. */
  readonly refreshToken: string
  readonly accessToken: string
  /** Presents a token that is not the newest one: what a thief has, or a tab that slept. */
  replay(refreshToken: string): Promise<Told>
  signOutEverywhere(): Promise<Told>
}

/** @throws Error when that fails */
export async function signInGraphql(flow: FlowOptions, login: string): Promise<GraphqlVisitor> {
  return graphqlVisitor(flow, await signIn(flow, login))
}

function graphqlVisitor(
  { endpoint }: FlowOptions,
  session: { userId: string; refreshToken: string; accessToken: string },
): GraphqlVisitor {
  let { refreshToken, accessToken } = session
  const present = async (token: string) => {
    const answer = await ask(endpoint, { query: refreshSession, variables: { token } })
    return { told: answer.told, tokens: refreshed.safeParse(answer.data).data?.refreshSession }
  }
  const end = async (everywhere: boolean) =>
    (await ask(endpoint, { query: logout, variables: { token: refreshToken, everywhere } })).told
  return {
    userId: session.userId,
    sessionId: refreshToken.split('.')[1] ?? '',
    get refreshToken() {
      return refreshToken
    },
    get accessToken() {
      return accessToken
    },
    async refresh() {
      const { told, tokens } = await present(refreshToken)
      if (tokens) ({ refreshToken, accessToken } = tokens)
      return told
    },
    replay: async (token) => (await present(token)).told,
    signOut: () => end(false),
    signOutEverywhere: () => end(true),
  }
}

async function ask(endpoint: string, request: GraphqlRequest): Promise<{ told: Told; data?: unknown }> {
  const { data, errors } = await requestGraphql(endpoint, request)
  const [error] = errors ?? []
  if (error) return { told: toldByError({ message: error.message, code: error.extensions?.code }) }
  return { told: 'done', data }
}
