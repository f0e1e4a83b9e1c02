import type { CodeStore } from './oauth/code-store.js'
import type { DeviceStore } from './oauth/device-store.js'
import type { TokenStore } from './oauth/token-store.js'
import type { Person } from './people.js'
import type { GithubEmulator } from './start-emulator.js'

/** The OAuth App that is registered with the local GitHub. */
export interface OAuthApp {
  clientId: string
  clientSecret: string
  name: string
  callbackUrls: readonly string[]
}

/** What the pages and endpoints of the local GitHub share. */
export interface GithubState {
  /** The origin people and programs reach it at. */
  url: string
  app: OAuthApp
  /** By the login they were seeded with, which `emulate` keeps when ours changes. */
  people: ReadonlyMap<string, Person>
  codes: CodeStore
  devices: DeviceStore
  tokens: TokenStore
  emulator: GithubEmulator
}
