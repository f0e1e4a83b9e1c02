import { keepCookie } from '../../../dev/demo/browser.js'
import { approveAs } from '../../../dev/github/approve-as.js'
import { appUrl } from '../contenders/our-session.js'
import type { Variables } from '../processes/ask-once.js'
import type { Contender, Reply } from '../processes/start-contender.js'
import type { World } from './with-world.js'

/** A browser of one person at one contender: keeps cookies, and adds up what its requests cost the contender. */
export interface Browser {
  cookies: Map<string, string>
  cpuMicros: number
  ask(path: string, request?: { method?: string; headers?: Variables; body?: string }): Promise<Reply>
}

export function openBrowser(contender: Contender): Browser {
  const cookies = new Map<string, string>()
  const browser: Browser = {
    cookies,
    cpuMicros: 0,
    async ask(path, { headers = {}, ...request } = {}) {
      const cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
      const reply = await contender.ask({
        url: new URL(path, appUrl).href,
        ...request,
        headers: { ...headers, ...(cookie && { cookie }) },
      })
      browser.cpuMicros += reply.cpuMicros
      for (const line of reply.setCookies) keepCookie(cookies, line)
      return reply
    },
  }
  return browser
}

/** Presses the button of the authorize page, and gives the path of the callback with its query. */
export async function approve(
  authorizeUrl: string,
  { github }: Pick<World, 'github'>,
  login: string,
): Promise<string> {
  const { pathname, search } = new URL(authorizeUrl)
  const callback = new URL(await approveAs(`${github.directUrl}${pathname}${search}`, login))
  // It knows itself by the address without HTTPS, which it names as the issuer (RFC 9207).
  callback.searchParams.set('iss', `${github.url}/login/oauth`)
  return `${callback.pathname}${callback.search}`
}
