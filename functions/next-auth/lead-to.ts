import { json, seeOther } from '../http/respond.js'
import type { ClientForm } from './client-form.js'

/**
 * Where a form leads. The client follows redirects silently and takes what comes for JSON, so it is told the address: an
 * absolute one, because version 5 parses it.
 */
export function leadTo(form: ClientForm, url: string, setCookies: readonly string[] = []): Response {
  return form.wantsUrl ? json({ url }, { setCookies }) : seeOther(url, { setCookies })
}
