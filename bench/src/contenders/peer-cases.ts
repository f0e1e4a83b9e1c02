import * as z from 'zod'
import { askOnce, type Variables } from '../processes/ask-once.js'
import type { Runtime } from '../runtimes/find-runtimes.js'
import type { ColdCase } from './function-cases.js'
import { appUrl } from './our-session.js'

/** Those that are compared with; each is a file of contenders/programs/. */
export const peers = {
  'next-auth 4': 'next-auth.mjs',
  '@auth/core': 'auth-core.mjs',
  'better-auth': 'better-auth.mjs',
} as const

/** Packages that other contenders and we ourselves load, so that their share can be told. */
const packages = ['zod', 'graphql-request', 'jsonwebtoken']

const preparedShape = z.object({ cookie: z.string(), memory: z.string() })
export const sessionUrl = `${appUrl}/api/auth/session`
const betterAuthSessionUrl = `${appUrl}/api/auth/get-session`

export interface SignedInPeer {
  name: string
  program: string
  url: string
  cookie: string
  variables: Variables
}

/** Each peer with the cookie of somebody who is signed in, and what it needs to know of them. */
export function signInToPeers(runtime: Runtime): Promise<SignedInPeer[]> {
  return Promise.all(
    Object.entries(peers).map(async ([name, program]) => {
      const url = name === 'better-auth' ? betterAuthSessionUrl : sessionUrl
      const { cookie, memory } = preparedShape.parse(await askOnce(runtime, ['prepare.mjs', program, url]))
      return { name, program, url, cookie, variables: memory === '' ? {} : { BENCH_MEMORY: memory } }
    }),
  )
}

/** The first session read of each peer, and packages that are only loaded. */
export async function peerCases(runtime: Runtime): Promise<ColdCase[]> {
  const sessions = (await signInToPeers(runtime)).map(({ name, program, url, cookie, variables }) => ({
    name: `${name}, session`,
    module: `./${program}`,
    request: { url, headers: { cookie } },
    status: 200,
    holds: 'Ada',
    variables,
  }))
  return [...sessions, ...packages.map((name) => ({ name: `only ${name}`, module: name }))]
}
