import { readdir, readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import * as z from 'zod'
import type { Variables } from '../processes/ask-once.js'
import { appUrl, ourSessionCookie } from './our-session.js'

export interface ColdCase {
  name: string
  /** What is imported: a file URL, a package, or a file of contenders/programs/. */
  module: string
  /** Without one it is only loaded. */
  request?: { url: string; method?: string; headers?: Variables; body?: string }
  status?: number
  /** What the answer's body has in it. */
  holds?: string
  variables?: Variables
}

type Asked = Pick<ColdCase, 'request' | 'status' | 'holds'>

const suffix = '.func'
const configShape = z.looseObject({ handler: z.string() })

/**
 * Each function of a build with a first request that it answers by itself, as far as it can without Hasura and GitHub.
 *
 * @throws Error for a function that nobody has written a request for
 */
export async function functionCases(output: string, variables: Variables): Promise<ColdCase[]> {
  const requests = firstRequests(variables)
  const folders = await readdir(`${output}/functions`, { recursive: true })
  const names = folders.filter((name) => name.endsWith(suffix)).map((name) => name.replaceAll('\\', '/'))
  return Promise.all(
    names.sort().map(async (folder) => {
      const name = folder.slice('api/'.length, -suffix.length)
      const asked = requests[name]
      if (!asked) throw new Error(`no first request for the function ${name}`)
      const path = `${output}/functions/${folder}`
      const { handler } = configShape.parse(JSON.parse(await readFile(`${path}/.vc-config.json`, 'utf8')))
      return { name, module: pathToFileURL(`${path}/${handler}`).href, variables, ...asked }
    }),
  )
}

function firstRequests(variables: Variables): Readonly<Record<string, Asked>> {
  const get = (path: string, status: number, headers: Variables = {}): Asked => ({
    request: { url: `${appUrl}${path}`, headers },
    status,
  })
  const navigation = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  const cookie = ourSessionCookie(variables)
  return {
    'auth/session': { ...get('/api/auth/session', 200, { cookie }), holds: 'Ada' },
    'auth/signin/github': get('/api/auth/signin/github?returnTo=/notes', 303, navigation),
    'auth/callback/github': get('/api/auth/callback/github?code=c0de&state=forged', 400, navigation),
    'auth/signout': get('/api/auth/signout', 200, { ...navigation, cookie }),
    'auth/[call]': get('/api/auth/csrf', 200),
    'actions/[action]': startLogin(variables),
    'events/[trigger]': get('/api/events/none', 405),
    'events/github': get('/api/events/github', 405),
    health: get('/api/health', 200),
    jwks: get('/.well-known/jwks.json', 200),
  }
}

/** An Action that asks nobody. */
function startLogin(variables: Variables): Asked {
  const redirectTo = variables['ALLOWED_REDIRECTS']?.split(',')[0] ?? ''
  const payload = {
    action: { name: 'startLogin' },
    input: { codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', redirectTo },
    session_variables: { 'x-hasura-role': 'anonymous' },
  }
  const headers = { 'content-type': 'application/json', 'x-webhook-secret': variables['ACTION_SECRET'] ?? '' }
  const url = `${appUrl}/api/actions/startLogin`
  return { request: { url, method: 'POST', headers, body: JSON.stringify(payload) }, status: 200 }
}
