import { randomBytes } from 'node:crypto'
import { createEmulator } from 'emulate'
import { organization, type Person } from './people.js'

interface EmulatorOptions {
  people: readonly Person[]
  clientId: string
  clientSecret: string
}

/** GitHub's REST API, without the corrections that the front makes. Listens on a port of its own. */
export interface GithubEmulator {
  url: string
  /** A token that `emulate` accepts for the person with this seeded login. */
  issueToken(login: string, scopes: readonly string[]): Promise<string>
  close(): Promise<void>
}

/** Starts `emulate` with the seeded people, the organisation and its team. */
export async function startEmulator(options: EmulatorOptions): Promise<GithubEmulator> {
  const operatorToken = randomBytes(20).toString('hex')
  const emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: seedConfig(options, operatorToken),
  })
  const places = [usualPlace, ...options.people.flatMap(({ memberships }) => memberships)]
  await addTeams(emulator.url, operatorToken, places)
  // `emulate` ends after 5,000 calls of an hour by one token, and counts all that come without any as one.
  let caller = operatorToken
  return {
    url: emulator.url,
    issueToken: async (login, scopes) => {
      caller = await issueToken(emulator.url, { ...options, caller }, { login, scopes })
      return caller
    },
    close: () => emulator.close(),
  }
}

function seedConfig({ people, clientId, clientSecret }: EmulatorOptions, operatorToken: string) {
  return {
    tokens: { [operatorToken]: { login: 'admin', scopes: ['admin:org'] } },
    github: {
      users: people.map(({ login, name, email }) => ({ login, name, email })),
      orgs: organizationNames(people).map((login) => seedOrganization(login, people)),
      oauth_apps: [
        { client_id: clientId, client_secret: clientSecret, name: 'Local app', redirect_uris: [] },
      ],
    },
  }
}

/** Our own organisation, and those that somebody belongs to. */
function organizationNames(people: readonly Person[]): string[] {
  const named = people.flatMap(({ memberships }) => memberships.map((membership) => membership.organization))
  return [...new Set([organization.login, ...named])]
}

function seedOrganization(name: string, people: readonly Person[]) {
  const members = people.flatMap(({ login, memberships }) =>
    memberships.filter((membership) => membership.organization === name).map(({ role }) => ({ login, role })),
  )
  return { login: name, name: name === organization.login ? organization.name : name, members }
}

const usualPlace = { organization: organization.login, teams: [organization.team] }

/** Teams cannot be seeded, so the API makes them. */
async function addTeams(
  url: string,
  token: string,
  places: readonly { organization: string; teams: readonly string[] }[],
): Promise<void> {
  const teams = new Set(
    places.flatMap(({ organization: login, teams }) => teams.map((team) => `${login}/${team}`)),
  )
  for (const team of teams) {
    const [login = '', name = ''] = team.split('/')
    await callApi('POST', `${url}/orgs/${login}/teams`, token, { name })
  }
}

async function callApi(method: string, url: string, token: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`emulate answered ${response.status} to ${method} ${url}`)
}

/** Walks emulate's own sign-in form: the only way it hands out a token for a person. */
async function issueToken(
  url: string,
  { clientId, clientSecret, caller }: EmulatorOptions & { caller: string },
  { login, scopes }: { login: string; scopes: readonly string[] },
): Promise<string> {
  const headers = { authorization: `Bearer ${caller}` }
  const form = new URLSearchParams({ login, client_id: clientId, redirect_uri: url, scope: scopes.join(' ') })
  const approved = await fetch(`${url}/login/oauth/callback`, {
    method: 'POST',
    headers,
    body: form,
    redirect: 'manual',
  })
  const code = new URL(approved.headers.get('location') ?? url).searchParams.get('code') ?? ''
  const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, code })
  const answer: unknown = await (
    await fetch(`${url}/login/oauth/access_token`, { method: 'POST', headers, body })
  ).json()
  return readToken(answer)
}

function readToken(answer: unknown): string {
  const isObject = typeof answer === 'object' && answer !== null
  if (isObject && 'access_token' in answer && typeof answer.access_token === 'string')
    return answer.access_token
  throw new Error('emulate handed out no token')
}
