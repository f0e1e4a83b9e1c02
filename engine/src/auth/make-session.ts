import { HasuraError } from '../errors.js'
import type { Session } from './session.js'

const ADMIN_ROLE = 'admin'
export const ROLE_VARIABLE = 'x-hasura-role'
const BACKEND_ONLY_VARIABLE = 'x-hasura-use-backend-only-permissions'
/** The second name is from before Hasura called it the admin secret. */
export const ADMIN_SECRET_HEADERS = ['x-hasura-admin-secret', 'x-hasura-access-key'] as const

interface SessionSource {
  /** Forced role; without it the variable `x-hasura-role` decides, else `admin`. */
  role?: string
  variables: Record<string, string>
  /** Was the request authorised by the admin secret, or is there none to give? */
  trusted: boolean
  expiresAt?: Date
}

/** Builds the session of a request whose origin has been established. */
export function makeSession({ role: forcedRole, variables, trusted, expiresAt }: SessionSource): Session {
  const role = forcedRole ?? (variables[ROLE_VARIABLE] || ADMIN_ROLE)
  const kept = Object.entries(variables).filter(
    ([name]) => !ADMIN_SECRET_HEADERS.some((header) => header === name),
  )
  return {
    role,
    variables: { ...Object.fromEntries(kept), [ROLE_VARIABLE]: role },
    isAdmin: role === ADMIN_ROLE,
    backendOnly: trusted && readBoolean(variables[BACKEND_ONLY_VARIABLE]),
    ...(expiresAt && { expiresAt }),
  }
}

const TRUE_WORDS = ['true', 't', 'yes', 'y']
const FALSE_WORDS = ['false', 'f', 'no', 'n']

/** @see Hasura.Server.Utils, parseStringAsBool, for the words and their spaces */
function readBoolean(text: string | undefined): boolean {
  if (text === undefined) return false
  const word = text.toLowerCase()
  if (TRUE_WORDS.includes(word)) return true
  if (FALSE_WORDS.includes(word)) return false
  throw new HasuraError(
    'bad-request',
    `"${BACKEND_ONLY_VARIABLE}":  Not a valid boolean text. True values are ${JSON.stringify(TRUE_WORDS)} and ` +
      ` False values are ${JSON.stringify(FALSE_WORDS)}. All values are case insensitive`,
  )
}
