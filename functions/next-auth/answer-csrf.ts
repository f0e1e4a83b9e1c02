import type { Deps } from '../deps.js'
import { json } from '../http/respond.js'
import { csrfTokenOf } from './csrf-token.js'

/** Gives next-auth's client the token that each of its forms has to bring along. */
export async function answerCsrf(
  request: Request,
  deps: Pick<Deps, 'config' | 'randomBytes'>,
): Promise<Response> {
  const { token, cookie } = csrfTokenOf(request, deps)
  return json({ csrfToken: token }, { setCookies: [cookie] })
}
