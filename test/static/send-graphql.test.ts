import { beforeEach, describe, expect, it, vi } from 'vitest'
import { documents } from '../../static/js/graphql-flow/documents.js'
import { sendGraphql } from '../../static/js/graphql/send-graphql.js'

const ask = vi.fn<typeof fetch>()

beforeEach(() => {
  ask.mockReset().mockImplementation(async () => Response.json({ data: {} }))
  vi.stubGlobal('fetch', ask)
})

/** What a request was sent with. */
async function sent(request: Parameters<typeof sendGraphql>[1]): Promise<RequestInit> {
  await sendGraphql('https://hasura.example/v1/graphql', request)
  return ask.mock.calls[0]?.[1] ?? {}
}

describe('sendGraphql()', () => {
  it.each(['refreshSession', 'logout'] as const)(
    'sends %s by POST, without an authorization header, cookie or role',
    async (name) => {
      const { method, headers, credentials } = await sent({ query: documents[name], variables: {} })
      expect([method, headers, credentials]).toEqual(['POST', { 'content-type': 'application/json' }, 'omit'])
    },
  )

  it('takes an empty access token for none', async () => {
    const { headers } = await sent({ query: '{ users { id } }', accessToken: '' })
    expect(headers).not.toHaveProperty('authorization')
  })

  it('sends an access token and a role where they are given', async () => {
    const { headers } = await sent({ query: '{ users { id } }', accessToken: 'a.b.c', role: 'user' })
    expect(headers).toMatchObject({ authorization: 'Bearer a.b.c', 'x-hasura-role': 'user' })
  })
})
