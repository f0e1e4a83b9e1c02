import { z } from 'zod'

/** What Hasura says about who is asking. Identity comes from here and never from the input. */
export const sessionVariablesShape = z.object({
  'x-hasura-role': z.string(),
  'x-hasura-user-id': z.string().optional(),
  'x-hasura-session-id': z.uuid().optional(),
})

export interface Caller {
  userId?: string
  sessionId?: string
}

/**
 * The signed-in caller of an Action. Without a token Hasura takes session variables from headers that anybody can
 * write, so that an anonymous caller is nobody, whatever the other variables say.
 */
export function callerOf(variables: z.output<typeof sessionVariablesShape>): Caller {
  if (variables['x-hasura-role'] === 'anonymous') return {}
  const userId = variables['x-hasura-user-id']
  const sessionId = variables['x-hasura-session-id']
  return { ...(userId && { userId }), ...(sessionId && { sessionId }) }
}
