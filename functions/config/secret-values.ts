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
  return given.flatMap((name, index) =>
    given.slice(index + 1).flatMap((other) => (env[other] === env[name] ? [`${other} equals ${name}`] : [])),
  )
}

/** Every secret text of the environment, for the log to leave out: as it stands, and the key inside Hasura's JSON. */
export function secretValues(env: Env): string[] {
  const whole = [...secretNames, ...keyNames].flatMap((name) => env[name] ?? [])
  const keys = whole.flatMap((text) => /"key"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? [])
  return [...whole, ...keys].filter(Boolean)
}
