/** What a page knows about its session. The access token stays in memory: put it into no storage, address or element. */
export interface Session {
  user: {
    id: string
    login: string
    name: string | null
    email: string | null
    image: string | null
  }
  roles: string[]
  defaultRole: string
  accessToken: string
  /** ISO 8601, by the server's clock. */
  accessTokenExpiresAt: string
  /** When the access token ends by the clock of this browser, in milliseconds as of `Date.now()`. */
  endsAt: number
  /** When the session ends unless it is used, ISO 8601. */
  expires: string
  /** Cookie flow only. */
  sessionId?: string
  /** Cookie flow only. */
  graphqlUrl?: string
  /** After the first sign-in of a person, in the GraphQL flow. */
  isNewUser?: boolean
}

/** Where the GraphQL flow keeps its tokens between page loads: `localStorage` has this form. What is kept is secret. */
export interface AuthStore {
  getItem(key: string): string | null | Promise<string | null>
  setItem(key: string, value: string): void | Promise<void>
  removeItem(key: string): void | Promise<void>
}

export interface AuthOptions {
  /** `cookie` where pages and functions share an origin (the default), `graphql` for pages of other origins. */
  flow?: 'cookie' | 'graphql'
  /** Where the functions are, in the cookie flow: `/api/auth` unless given. */
  baseUrl?: string
  /** Where Hasura is. The cookie flow learns it from the session. */
  graphqlUrl?: string | (() => string | Promise<string>)
  /** GraphQL flow: the page that GitHub's answer comes back to, this one unless given. `ALLOWED_REDIRECTS` lists it. */
  redirectTo?: string
  /** GraphQL flow: without one, tokens are in memory and a reload signs out. */
  store?: AuthStore
  /** Origins that `fetch` may send the access token to, besides this page's and Hasura's. */
  trustedOrigins?: readonly string[]
  /** Sends the requests in place of the browser's own. */
  fetch?: typeof globalThis.fetch
}

export interface SignInOptions {
  /** A path of this origin to come back to: this page unless given. */
  returnTo?: string
  /** `false` gives the address and stays. */
  redirect?: boolean
}

export interface GraphqlOptions {
  /** One of the session's roles; Hasura takes the default role otherwise. */
  role?: string
  signal?: AbortSignal
}

export interface GraphqlError {
  message: string
  path?: (string | number)[]
  extensions?: { code?: string; path?: string }
}

export interface GraphqlAnswer<Data> {
  data: Data | null
  /** Empty where all went well. */
  errors: GraphqlError[]
}

/**
 * What happened to the session, which was `previous` before: somebody `signed-in`, or another person did; the token was `refreshed`, or the server
 * answers again; this tab or `elsewhere` another one signed out; the session `ended` by itself or by another device.
 * After `error` the session is as it was, and the server is asked again.
 */
export type AuthChange = { previous: Session | null } & (
  | { type: 'signed-in' | 'refreshed'; session: Session }
  | { type: 'signed-out' | 'signed-out-elsewhere' | 'ended'; session: null }
  | { type: 'error'; session: Session | null; error: AuthError }
)

export interface Auth {
  /** Leaves for GitHub. @throws AuthError */
  signIn(options?: SignInOptions): Promise<{ url: string }>
  /**
   * Ends this session, or all of the person, and says how many ended.
   *
   * @throws AuthError when the server did not do it: the person is still signed in, unless the code is one of a session
   *   that is over (`refresh-token-reused`)
   */
  signOut(options?: { everywhere?: boolean }): Promise<{ revoked: number }>
  /**
   * The session with a token that is good for a minute at least; `null` when nobody is signed in.
   *
   * @throws AuthError when nobody can tell; also when a sign-in that came back from GitHub failed
   */
  session(): Promise<Session | null>
  /** Looks again, whatever is known. The GraphQL flow gets a new token. @throws AuthError */
  refresh(): Promise<Session | null>
  /** Calls back after each change until the function that it gives is called. */
  onChange(listener: (change: AuthChange) => void): () => void
  /**
   * Like the browser's, with the access token; once more with a new one where it was refused. Anonymous when nobody is
   * signed in.
   *
   * @throws TypeError for an origin that is not trusted with the token
   * @throws AuthError when nobody can tell who is signed in
   */
  fetch: typeof globalThis.fetch
  /** Asks Hasura. What it refuses is in `errors`. @throws AuthError when it does not answer */
  graphql<Data = Record<string, unknown>>(
    query: string,
    variables?: Record<string, unknown>,
    options?: GraphqlOptions,
  ): Promise<GraphqlAnswer<Data>>
  /** Ends timers and listeners. */
  close(): void
}

/** The codes of docs/errors.md that a page can meet, and four of the client. */
export type AuthErrorCode =
  | 'access-denied'
  | 'account-type'
  | 'cross-site'
  | 'database-refuses'
  | 'expired'
  | 'github-email-unverified'
  | 'github-rate-limited'
  | 'github-unavailable'
  | 'github-unexpected'
  | 'grant-revoked'
  | 'grant-unreadable'
  | 'hasura-unavailable'
  | 'internal'
  | 'invalid-input'
  | 'invalid-refresh-token'
  | 'invalid-state'
  | 'misconfigured'
  | 'organisation-required'
  | 'refresh-token-reused'
  | 'role-required'
  | 'sign-up-closed'
  | 'unauthorized'
  | 'unknown-key'
  | 'user-disabled'
  /** GitHub refused a sign-in in a way that only the server's log tells. */
  | 'server-error'
  /** The server cannot be reached, or something else answers in its place. */
  | 'unreachable'
  /** The browser lets the page keep nothing, and the verifier has to wait until GitHub's answer comes. */
  | 'storage-blocked'
  /** The sign-in or request failed in a way that has no code. */
  | 'failed'

export declare class AuthError extends Error {
  readonly name: 'AuthError'
  readonly code: AuthErrorCode
  constructor(code: string | undefined, message?: string, options?: ErrorOptions)
}

/** Makes the one client of a page. */
export declare function createAuth(options?: AuthOptions): Auth
