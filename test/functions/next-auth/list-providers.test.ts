import { expect, test } from 'vitest'
import { listProviders } from '../../../functions/next-auth/list-providers.js'
import { clientWorld } from './client-world.js'

test('listProviders() names GitHub alone, at the addresses that are configured', async () => {
  const { jar } = clientWorld({ AUTH_CANONICAL_URL: 'https://auth.example' })
  const response = await jar.visit(listProviders, 'https://alias.example/api/auth/providers')
  expect(await response.json()).toEqual({
    github: {
      id: 'github',
      name: 'GitHub',
      type: 'oauth',
      signinUrl: 'https://app.example/api/auth/signin/github',
      callbackUrl: 'https://auth.example/api/auth/callback/github',
    },
  })
  expect(response.headers.getSetCookie()).toEqual([])
})
