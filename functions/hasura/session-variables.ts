import * as z from 'zod'

/** What Hasura says about who is asking. Identity comes from here and never from the input. */
export const sessionVariablesShape = z.object({
  'x-hasura-role': z.string(),
  'x-hasura-user-id': z.string().optional(),
  'x-hasura-session-id': z.uuid().optional(),
})

/** Who asks, by what Hasura says. It is a claim until the rows of session, user and role are found together. */
export interface Caller {
  sessionId: string
  userId: string
  role: string
}

/**
 * The signed-in caller of an Action, or nobody. Without a token Hasura takes session variables from headers that
 * anybody can write, so that whoever has the role of such callers is nobody, whatever the other variables say.
 *
 * @param unauthorizedRole the role that Hasura gives to callers without a token
 */
export function callerOf(
  variables: z.output<typeof sessionVariablesShape>,
  unauthorizedRole: string,
): Caller | undefined {
  const role = variables['x-hasura-role']
  const sessionId = variables['x-hasura-session-id']
  const userId = variables['x-hasura-user-id']
  if (role === 'anonymous' || role === unauthorizedRole || !sessionId || !userId) return undefined
  return { sessionId, userId, role }
}
