import * as z from 'zod'
import type { Deps } from '../deps.js'
import { messagePage } from '../http/message-page.js'
import { readQuery } from '../http/navigation.js'
import { html } from '../http/respond.js'
import { defaultPage, safeReturnTo } from '../sign-in/return-to.js'
import { csrfTokenOf } from './csrf-token.js'

const queryShape = z.object({ callbackUrl: z.string().optional() })

/**
 * Asks whether to sign out, for links that lead here: to come here ends nothing, which an image of another site could.
 *
 * @throws AppError `invalid-input` for a parameter given twice
 */
export async function showSignOutPage(
  request: Request,
  deps: Pick<Deps, 'config' | 'randomBytes'>,
): Promise<Response> {
  const { callbackUrl } = readQuery(request, queryShape)
  const page = callbackUrl === undefined ? undefined : safeReturnTo(callbackUrl, deps.config.authUrl)
  const { token, cookie } = csrfTokenOf(request, deps)
  const goOn = page === undefined ? {} : { callbackUrl: page }
  const content = messagePage({
    heading: 'Sign out',
    sentences: ['Do you want to sign out here?', 'Your other devices stay signed in.'],
    form: {
      action: '/api/auth/signout',
      fields: { csrfToken: token, ...goOn },
      button: 'Sign out',
    },
    onward: { href: page ?? defaultPage, name: 'Stay signed in' },
  })
  return html(content, { setCookies: [cookie], hasForm: true })
}
