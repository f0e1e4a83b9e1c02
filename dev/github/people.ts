/** An e-mail address as `GET /user/emails` lists it. */
interface EmailAddress {
  email: string
  primary: boolean
  verified: boolean
  visibility: 'public' | 'private' | null
}

/** Somebody's place in an organisation; an invitation that was not accepted yet is `pending`. */
export interface Membership {
  organization: string
  role: 'admin' | 'member'
  state: 'active' | 'pending'
  /** Slugs of teams of this organisation. */
  teams: readonly string[]
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
  memberships: readonly Membership[]
}

export const organization = { login: 'acme', name: 'Acme', team: 'core' }

/**
 * The people of the local GitHub: one with an organisation and a team, one with the organisation only, one with neither,
 * a private e-mail address, and an id beyond 32 bits.
 */
export function seedPeople(): Person[] {
  const inAcme = { organization: organization.login, state: 'active' } as const
  const ada = person(1_001_001, 'ada', 'Ada Marlow', 'ada@example.com')
  const ben = person(1_001_002, 'ben', 'Ben Castillo', 'ben@example.com')
  const cleo = person(4_294_967_301, 'cleo', 'Cleo Santos', 'cleo@example.com')
  return [
    { ...ada, memberships: [{ ...inAcme, role: 'admin', teams: [organization.team] }] },
    { ...ben, memberships: [{ ...inAcme, role: 'member', teams: [] }] },
    { ...cleo, email: null },
  ]
}

/** A person with a verified address and no organisation. */
export function person(id: number, login: string, name: string, email: string): Person {
  const noReply = `${id}+${login}@users.noreply.github.com`
  const emails: EmailAddress[] = [
    { email, primary: true, verified: true, visibility: 'public' },
    { email: noReply, primary: false, verified: true, visibility: null },
  ]
  return { id, login, type: 'User', name, email, emails, memberships: [] }
}
