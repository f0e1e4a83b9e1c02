/** An e-mail address as `GET /user/emails` lists it. */
export interface EmailAddress {
  email: string
  primary: boolean
  verified: boolean
  visibility: 'public' | 'private' | null
}

/** What GitHub knows about an account. */
export interface Person {
  /** Stays when the login changes. */
  readonly id: number
  login: string
  type: 'User' | 'Bot' | 'Organization'
  name: string | null
  /** The public one of the profile, if any. */
  email: string | null
  emails: EmailAddress[]
}

export const organization = { login: 'acme', name: 'Acme', team: 'core' }

/** Who is in the organisation, and with which standing. */
export const organizationMembers = [
  { login: 'ada', role: 'admin', inTeam: true },
  { login: 'ben', role: 'member', inTeam: false },
] as const

/**
 * The people of the local GitHub: one with an organisation and a team, one with the organisation only, one with neither,
 * a private e-mail address, and an id beyond 32 bits.
 */
export function seedPeople(): Person[] {
  return [
    person(1_001_001, 'ada', 'Ada Marlow', 'ada@example.com'),
    person(1_001_002, 'ben', 'Ben Castillo', 'ben@example.com'),
    { ...person(4_294_967_301, 'cleo', 'Cleo Santos', 'cleo@example.com'), email: null },
  ]
}

function person(id: number, login: string, name: string, email: string): Person {
  const noReply = `${id}+${login}@users.noreply.github.com`
  const emails: EmailAddress[] = [
    { email, primary: true, verified: true, visibility: 'public' },
    { email: noReply, primary: false, verified: true, visibility: null },
  ]
  return { id, login, type: 'User', name, email, emails }
}
