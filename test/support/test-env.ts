import { randomBytes } from 'node:crypto'

export const secret = () => randomBytes(32).toString('base64url')

/** A complete environment with fresh random secrets. */
export function testEnv(
  overrides: Record<string, string | undefined> = {},
): Record<string, string | undefined> {
  return {
    AUTH_URL: 'https://app.example',
    AUTH_SECRET: secret(),
    GITHUB_CLIENT_ID:
      overrides['GITHUB_CLIENT_TYPE'] === 'github-app' ? 'Iv23li0123456789abcd' : 'Ov23li0123456789abcd',
    GITHUB_CLIENT_SECRET: randomBytes(20).toString('hex'),
    HASURA_GRAPHQL_ENDPOINT: 'https://hasura.example/v1/graphql',
    HASURA_GRAPHQL_JWT_SECRET: jwtSecretJson(),
    ACTION_SECRET: secret(),
    EVENT_SECRET: secret(),
    ...overrides,
  }
}

/** Hasura's JSON for HS256, with whatever a test wants different. */
export function jwtSecretJson(overrides: Record<string, unknown> = {}): string {
  const usual = { type: 'HS256', key: secret(), issuer: 'https://app.example', audience: 'hasura' }
  return JSON.stringify({ ...usual, ...overrides })
}
