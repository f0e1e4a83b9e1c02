// Names that start like ours. GITHUB_ and HASURA_GRAPHQL_ alone would catch what CI and Hasura set for themselves.
const ours =
  /^(AUTH_|JWT_|ACTION_SECRET|EVENT_SECRET|ALLOWED_REDIRECT|ACCESS_TOKEN_|SESSION_(IDLE|MAX)|SIGN_UP|CUSTOM_CLAIM|PREVIEW_ORIGIN|GITHUB_(CLIENT|BASE|SCOPE|ALLOWED|ROLE|WEBHOOK|ACTIONS_LOGIN))/

/** Names a variable that looks like ours but is none: a misspelt name would silently turn a check off. */
export function unknownVariables(env: Record<string, unknown>, known: ReadonlySet<string>): string[] {
  return Object.keys(env)
    .filter((name) => ours.test(name) && !known.has(name))
    .map((name) => `${name} is not a variable of this project (misspelt, or of a later version?)`)
}
