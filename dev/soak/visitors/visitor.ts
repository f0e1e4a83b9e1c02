/** What somebody learns who asks for something: done; not now, and nothing is lost; or that they are out. */
export type Told = 'done' | 'try again' | 'signed out' | 'refused'

/** Somebody who is signed in, with what only they have: cookies, or a refresh token. */
export interface Visitor {
  userId: string
  sessionId: string
  /**
   * Asks for fresh tokens, as when the access token has run out.
   *
   * @param host a host to ask itself, past the address of all hosts
   */
  refresh(host?: string): Promise<Told>
  signOut(): Promise<Told>
}

/** Sentences that ask for patience, and codes of the end of a session. */
export function toldByError({ message, code }: { message: string; code?: string | undefined }): Told {
  if (/try again (in a moment|later)/.test(message)) return 'try again'
  return code === 'refresh-token-reused' || code === 'invalid-refresh-token' ? 'signed out' : 'refused'
}
