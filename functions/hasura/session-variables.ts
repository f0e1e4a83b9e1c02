import { z } from 'zod'

/** What Hasura says about who is asking. Identity comes from here and never from the input. */
export const sessionVariablesShape = z.object({
  'x-hasura-role': z.string(),
  'x-hasura-session-id': z.uuid().optional(),
})

export interface Caller {
  sessionId?: string
}

/**
 * The signed-in caller of an Action. Without a token Hasura takes session variables from headers that anybody can
 * write, so that an anonymous caller is nobody, whatever the other variables say.
 */
export function callerOf(variables: z.output<typeof sessionVariablesShape>): Caller {
  if (variables['x-hasura-role'] === 'anonymous') return {}
  const sessionId = variables['x-hasura-session-id']
  return sessionId ? { sessionId } : {}
}
