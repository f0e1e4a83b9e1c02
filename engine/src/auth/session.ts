/** Who asks, as permissions see it. */
export interface Session {
  role: string
  /** Session variables by lower-case name; `x-hasura-role` is always among them, the admin secret never. */
  variables: Record<string, string>
  isAdmin: boolean
  /** May permissions with `backend_only` be used? Only the holder of the admin secret can ask for that. */
  backendOnly: boolean
  /** When the token ends, or what the auth hook granted; absent for requests without either. */
  expiresAt?: Date
  /** What the auth hook wants the client to keep. */
  setCookies?: string[]
}
