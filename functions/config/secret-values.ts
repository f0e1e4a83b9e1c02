import { keyIdOf } from '../seal/key-ring.js'
import type { Environment } from './environment.js'

const secretNames = [
  'AUTH_SECRET',
  'AUTH_SECRET_PREVIOUS',
  'ACTION_SECRET',
  'ACTION_SECRET_PREVIOUS',
  'EVENT_SECRET',
  'EVENT_SECRET_PREVIOUS',
  'GITHUB_CLIENT_SECRET',
  'GITHUB_WEBHOOK_SECRET',
  'GITHUB_WEBHOOK_SECRET_PREVIOUS',
]
const keyNames = ['HASURA_GRAPHQL_JWT_SECRET', 'JWT_PRIVATE_KEYS']

type Env = Record<string, string>

/** One secret for two purposes turns the leak of one into the leak of both. */
export function sharedSecrets(env: Env): string[] {
  const given = secretNames.filter((name) => env[name])
  const equal = given.flatMap((name, index) =>
    given.slice(index + 1).flatMap((other) => (env[other] === env[name] ? [`${other} equals ${name}`] : [])),
  )
  const accepted = listed(env)
  const others = given.filter((name) => !name.startsWith('AUTH_') && accepted.includes(env[name] ?? ''))
  return [...equal, ...others.map((name) => `AUTH_SECRETS_ACCEPTED holds ${name}`)]
}

function listed(env: Env): string[] {
  return (env['AUTH_SECRETS_ACCEPTED'] ?? '').split(/[\s,]+/).filter(Boolean)
}

/** The secret that signs and then every other one that is accepted, each once; lists may name the signing one too. */
export function authSecrets(env: Environment): string[] {
  const { AUTH_SECRET: current, AUTH_SECRET_PREVIOUS: previous, AUTH_SECRETS_ACCEPTED: accepted } = env
  return [...new Set([current, ...accepted, ...(previous === undefined ? [] : [previous])])]
}

/** What is accepted and retired at once would be refused or not by chance. */
export function retiredInUse(env: Environment): string[] {
  const inUse = authSecrets(env)
    .map(keyIdOf)
    .filter((id) => env.AUTH_SECRETS_RETIRED.includes(id))
  return inUse.map((id) => `AUTH_SECRETS_RETIRED lists ${id}, whose secret is in use`)
}

/** Every secret text of the environment, for the log to leave out: as it stands, and the key inside Hasura's JSON. */
export function secretValues(env: Env): string[] {
  const whole = [...[...secretNames, ...keyNames].flatMap((name) => env[name] ?? []), ...listed(env)]
  const keys = whole.flatMap((text) => /"key"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? [])
  return [...whole, ...keys].filter(Boolean)
}
