import { requestGraphql } from '../../dev/demo/graphql-client.js'

export interface MutationAnswer {
  data: unknown
  /** `extensions.code` of the error, if there was one. */
  code: string | undefined
}

/** Sends one field of the auth API, for example `logout { revoked }`. */
export async function authMutation(endpoint: string, field: string, token?: string): Promise<MutationAnswer> {
  const { data, errors } = await requestGraphql(endpoint, {
    query: `mutation { ${field} }`,
    ...(token !== undefined && { token }),
  })
  return { data, code: errors?.[0]?.extensions?.code }
}

/** Refreshes and gives only the code of the refusal. */
export async function refreshRefusal(endpoint: string, refreshToken: string): Promise<string | undefined> {
  const field = `refreshSession(refreshToken: ${JSON.stringify(refreshToken)}) { refreshToken }`
  return (await authMutation(endpoint, field)).code
}
