import { describeError } from '../../static/js/text/describe-error.js'
import type { AppError } from '../errors.js'
import { messagePage } from './message-page.js'

const signIn = { heading: 'Sign-in did not work', onward: { href: '/api/auth/signin', name: 'Start again' } }
const home = { href: '/', name: 'Home page' }

const pages: ReadonlyMap<string, typeof signIn> = new Map([
  ['/api/auth/signin/github', signIn],
  ['/api/auth/callback/github', signIn],
  ['/api/auth/signout', { heading: 'Sign-out did not work', onward: home }],
])

/** The page for a navigation that failed. Every word of it is ours: nothing of the request is repeated. */
export function errorPage({ code, returnTo }: AppError, pathname: string): string {
  const { heading, onward } = pages.get(pathname) ?? { heading: 'This did not work', onward: home }
  const { title, next } = describeError(code)
  const query = returnTo === undefined ? '' : `?${new URLSearchParams({ returnTo })}`
  const way = { ...onward, href: `${onward.href}${query}` }
  return messagePage({ heading, sentences: [title, next], onward: way, code })
}
