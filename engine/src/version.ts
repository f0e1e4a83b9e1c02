/** The Hasura release whose behaviour this engine shows, as `/v1/version` and the webhooks' User-Agent say it. */
export const hasuraVersion = 'v2.48.1'
