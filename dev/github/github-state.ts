import type { CodeStore } from './oauth/code-store.js'
import type { DeviceStore } from './oauth/device-store.js'
import type { RefreshStore } from './oauth/refresh-store.js'
import type { TokenStore } from './oauth/token-store.js'
import type { Person } from './people.js'
import type { GithubEmulator } from './start-emulator.js'

/** The app that is registered with the local GitHub. */
export interface RegisteredApp {
  /** A GitHub App has permissions instead of scopes, and its tokens expire. */
  clientType: 'oauth-app' | 'github-app'
  clientId: string
  clientSecret: string
  name: string
  callbackUrls: readonly string[]
}

/** What the pages and endpoints of the local GitHub share. */
export interface GithubState {
  /** The origin people and programs reach it at. */
  url: string
  app: RegisteredApp
  /** By the login they were seeded with, which `emulate` keeps when ours changes. */
  people: ReadonlyMap<string, Person>
  codes: CodeStore
  devices: DeviceStore
  tokens: TokenStore
  refreshTokens: RefreshStore
  now: () => number
  /** Answers per person and hour. */
  hourlyLimit: number
  emulator: GithubEmulator
}
