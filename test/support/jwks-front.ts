import { createServer } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { type Listening, listen } from '../../dev/http/listen.js'

export interface JwksFront extends Listening {
  /** How long verifiers may keep what they got, instead of the five minutes of the functions. */
  maxAgeSeconds: number
  /** The key names that were served, one list for each request. */
  served: string[][]
}

const jwks = z.object({ keys: z.array(z.looseObject({ kid: z.string() })) })

/** Serves a JWKS with a `max-age` of its own, so that a test need not wait for five minutes. */
export async function startJwksFront(jwksUrl: string): Promise<JwksFront> {
  const state = { maxAgeSeconds: 1, served: [] as string[][] }
  const server = createServer(async (_request, response) => {
    const keys = await readKeys(jwksUrl)
    const cacheControl = `public, max-age=${state.maxAgeSeconds}`
    response.writeHead(keys ? 200 : 502, {
      'content-type': 'application/json',
      'cache-control': cacheControl,
    })
    response.end(JSON.stringify({ keys }))
    if (keys) state.served.push(keys.map(({ kid }) => kid))
  })
  return Object.assign(state, await listen(server, 0))
}

/**
 * Asks again while the functions are being deployed anew: an engine that gets a failure waits a minute before it asks
 * the next time. Undefined when they do not come back.
 */
async function readKeys(jwksUrl: string, attempts = 600): Promise<{ kid: string }[] | undefined> {
  try {
    return jwks.parse(await (await fetch(jwksUrl)).json()).keys
  } catch {
    if (attempts === 0) return undefined
    await setTimeout(100)
    return readKeys(jwksUrl, attempts - 1)
  }
}
