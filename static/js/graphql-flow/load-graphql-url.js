// @ts-check

const deadlineMs = 10_000

/** @type {Promise<string> | undefined} */
let loading

/** Where the GraphQL API is: the one thing that a page has to be told. A failure is not remembered. */
export function loadGraphqlUrl() {
  loading ??= ask().catch((error) => {
    loading = undefined
    throw error
  })
  return loading
}

async function ask() {
  const response = await fetch('/api/health', { signal: AbortSignal.timeout(deadlineMs) })
  const body = /** @type {{ graphqlUrl?: string }} */ (await response.json())
  if (!body.graphqlUrl) throw new Error('The health route names no GraphQL address')
  return body.graphqlUrl
}
