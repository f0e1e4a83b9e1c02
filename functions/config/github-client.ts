import type * as z from 'zod'
import { filledTextShape } from './secret.js'

const copyIt = 'copy it from the settings of the GitHub app'

/** What GitHub calls "Client ID". */
export const clientIdShape = filledTextShape
  .refine((value) => /^[\w.-]+$/.test(value), {
    error: `has characters that no client id has: ${copyIt}`,
    abort: true,
  })
  .refine((value) => !/^\d+$/.test(value), `is the App ID, not the client id: ${copyIt}`)
  .refine((value) => !/^[\da-f]{40}$/.test(value), `is a client secret, not the client id: ${copyIt}`)

export const clientSecretShape = filledTextShape
  .refine((value) => value.length >= 20, 'is too short to be one of GitHub')
  .refine((value) => !/^(Iv|Ov)\w/.test(value), `is a client id, not the client secret: ${copyIt}`)

type ClientType = 'oauth-app' | 'github-app'

/** The kind of app that a client id tells of by how it begins. Older ids of OAuth Apps tell nothing. */
export function clientTypeOf(clientId: z.output<typeof clientIdShape>): ClientType | undefined {
  if (clientId.startsWith('Iv')) return 'github-app'
  return clientId.startsWith('Ov') ? 'oauth-app' : undefined
}
