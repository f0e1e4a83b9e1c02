import { approveAs } from '../github/approve-as.js'

/** A browser as far as servers can tell: cookies, and the headers that come with each kind of request. */
export interface Browser {
  cookies: Map<string, string>
  /** Opens an address as a click would; redirects are left to the caller. */
  navigate(url: string, headers?: Readonly<Record<string, string>>): Promise<Response>
  /** What a script of a page of the same origin fetches. */
  fetch(url: string, init?: RequestInit): Promise<Response>
}

/** Cookies know hosts, not ports; all hosts of a stack are one. */
export function createBrowser(): Browser {
  const cookies = new Map<string, string>()
  const send = async (
    url: string,
    init: RequestInit,
    added: Readonly<Record<string, string>>,
  ): Promise<Response> => {
    const headers = new Headers({ 'user-agent': 'e2e browser', ...added })
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value)
    if (cookies.size > 0) headers.set('cookie', [...cookies].map((pair) => pair.join('=')).join('; '))
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) keepCookie(cookies, line)
    return response
  }
  return {
    cookies,
    navigate: (url, headers = {}) =>
      send(
        url,
        { headers },
        { accept: 'text/html,*/*;q=0.8', 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' },
      ),
    fetch: (url, init = {}) =>
      send(url, init, {
        origin: new URL(url).origin,
        'sec-fetch-site': 'same-origin',
        'sec-fetch-dest': 'empty',
      }),
  }
}

/** What a browser does with one `Set-Cookie`, as far as a sign-in needs it. */
export function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
  const name = pair.slice(0, pair.indexOf('='))
  const value = pair.slice(pair.indexOf('=') + 1)
  if (attributes.some((attribute) => attribute.toLowerCase() === 'max-age=0')) cookies.delete(name)
  else cookies.set(name, value)
}

/** Starts a sign-in; gives GitHub's address that the browser is sent to. */
export async function startSignIn(browser: Browser, app: string, returnTo?: string): Promise<string> {
  const query = returnTo === undefined ? '' : `?${new URLSearchParams({ returnTo })}`
  const response = await browser.navigate(`${app}/api/auth/signin/github${query}`)
  const location = response.headers.get('location')
  if (response.status !== 303 || location === null) throw new Error(`signin answered ${response.status}`)
  return location
}

/** The whole way through GitHub, up to the callback's answer. */
export async function signInWith(
  browser: Browser,
  app: string,
  person: string,
  returnTo?: string,
): Promise<Response> {
  const authorize = await startSignIn(browser, app, returnTo)
  return browser.navigate(await approveAs(authorize, person))
}

export async function readSession(browser: Browser, app: string): Promise<unknown> {
  return (await browser.fetch(`${app}/api/auth/session`)).json()
}

export function signOut(browser: Browser, app: string, body: object = {}): Promise<Response> {
  return browser.fetch(`${app}/api/auth/signout`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}
