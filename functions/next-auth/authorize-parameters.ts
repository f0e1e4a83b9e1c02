import * as z from 'zod'

/** Each by itself: one that GitHub would not take is left out, and the sign-in goes on. */
const harmless = {
  login: z.string().regex(/^[\w.@+-]{1,100}$/),
  allow_signup: z.enum(['true', 'false']),
  prompt: z.enum(['select_account', 'consent', 'login']),
}

/**
 * The authorization parameters of `signIn` that may reach GitHub: they choose an account and decide nothing. next-auth's
 * own server lets an app replace `redirect_uri`, `state` and the challenge in the same way.
 */
export function authorizeParameters(request: Request): Record<string, string> {
  const query = new URL(request.url).searchParams
  const chosen = Object.entries(harmless).flatMap(([name, shape]) => {
    const parsed = shape.safeParse(query.get(name) ?? undefined)
    return parsed.success ? [[name, parsed.data] as const] : []
  })
  return Object.fromEntries(chosen)
}
