import { keyIdOf } from '../seal/key-ring.js'
import type { Sound } from './environment.js'
import { parseJson } from './json.js'
import { normaliseValues, type Values } from './normalise.js'

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
  'HASURA_GRAPHQL_ADMIN_SECRET',
]
const keyNames = ['HASURA_GRAPHQL_JWT_SECRET', 'JWT_PRIVATE_KEYS']
const keyInJson = /"(?:key|d)"\s*:\s*("(?:[^"\\]|\\.)+")/g
// A shorter one is none, and would tear words apart where it is left out.
const shortestSecret = 8

type Env = Readonly<Record<string, string | undefined>>

/** One secret for two purposes turns the leak of one into the leak of both. */
export function sharedSecrets({ HASURA_GRAPHQL_JWT_SECRET: jwt }: Sound, values: Values): string[] {
  const given = secretNames.filter((name) => values[name])
  const equal = given.flatMap((name, index) =>
    given
      .slice(index + 1)
      .flatMap((other) => (values[other] === values[name] ? [`${other} equals ${name}`] : [])),
  )
  const accepted = listed(values)
  const others = given.filter((name) => !name.startsWith('AUTH_') && accepted.includes(values[name] ?? ''))
  const key = jwt && 'key' in jwt ? jwt.key.trim() : undefined
  const asKey = given.filter((name) => values[name] === key)
  return [
    ...equal,
    ...others.map((name) => `AUTH_SECRETS_ACCEPTED holds ${name}`),
    ...asKey.map((name) => `${name} equals the key in HASURA_GRAPHQL_JWT_SECRET`),
    ...(key !== undefined && accepted.includes(key)
      ? ['AUTH_SECRETS_ACCEPTED holds the key in HASURA_GRAPHQL_JWT_SECRET']
      : []),
  ]
}

function listed(env: Env): string[] {
  return (env['AUTH_SECRETS_ACCEPTED'] ?? '').split(/[\s,]+/).filter(Boolean)
}

/**
 * The secret that signs and then every other one that is accepted, each once; lists may name the signing one too.
 *
 * @param env as it was given: up to version 0.1.0 keys were derived of that, white space around it and all
 */
export function authSecrets(values: Pick<Sound, AuthName>, env: Env): string[] {
  const {
    AUTH_SECRET: current,
    AUTH_SECRET_PREVIOUS: previous,
    AUTH_SECRETS_ACCEPTED: accepted = [],
  } = values
  const former = [env['AUTH_SECRET'], previous, env['AUTH_SECRET_PREVIOUS']]
  return [...new Set([current, ...accepted, ...former])].filter((secret) => secret !== undefined)
}

type AuthName = 'AUTH_SECRET' | 'AUTH_SECRET_PREVIOUS' | 'AUTH_SECRETS_ACCEPTED'

/** What is accepted and retired at once would be refused or not by chance. */
export function retiredInUse(sound: Sound, env: Env): string[] {
  const retired = sound.AUTH_SECRETS_RETIRED ?? []
  if (retired.length === 0) return []
  const inUse = authSecrets(sound, env)
    .map(keyIdOf)
    .filter((id) => retired.includes(id))
  return inUse.map((id) => `AUTH_SECRETS_RETIRED lists ${id}, whose secret is in use`)
}

/**
 * Every secret text of the environment, for the log to leave out: as it was given and as it is used, and the keys inside
 * JSON. The longer ones come first, so that no part of one stays behind.
 */
export function secretValues(env: Env): string[] {
  const forms = [env, normaliseValues(env)]
  const whole = forms.flatMap((form) => [...secretNames, ...keyNames].flatMap((name) => form[name] ?? []))
  const keys = whole.flatMap((text) =>
    [...text.matchAll(keyInJson)].flatMap(([, key = '""']) => [key.slice(1, -1), unescaped(key)]),
  )
  return [...new Set([...whole, ...listed(env), ...keys])]
    .filter((text) => text.length >= shortestSecret)
    .sort((a, b) => b.length - a.length)
}

/** A text of JSON as it is used: PHP writes `\/` for each slash. */
function unescaped(json: string): string {
  const text = parseJson(json)
  return typeof text === 'string' ? text : json
}
