import { describe, expect, test } from 'vitest'
import { ADMIN_SECRET, openTestAuth, refusal } from './support.js'

describe('authenticate() without any configuration', () => {
  test('makes everybody admin', async () => {
    const auth = await openTestAuth({})
    expect(await auth.authenticate(new Headers())).toEqual({
      role: 'admin',
      variables: { 'x-hasura-role': 'admin' },
      isAdmin: true,
      backendOnly: false,
    })
  })

  test('takes the role and the session variables from the headers', async () => {
    const auth = await openTestAuth({})
    const session = await auth.authenticate(
      new Headers({ 'X-Hasura-Role': 'user', 'X-Hasura-User-Id': '7', accept: '*/*' }),
    )
    expect(session).toMatchObject({ role: 'user', isAdmin: false })
    expect(session.variables).toEqual({ 'x-hasura-role': 'user', 'x-hasura-user-id': '7' })
  })
})

describe('authenticate() with an admin secret', () => {
  const env = { HASURA_GRAPHQL_ADMIN_SECRET: ADMIN_SECRET }

  test('lets the right secret in and keeps it out of the session variables', async () => {
    const auth = await openTestAuth(env)
    const session = await auth.authenticate(
      new Headers({ 'x-hasura-admin-secret': ADMIN_SECRET, 'x-hasura-role': 'user' }),
    )
    expect(session).toMatchObject({ role: 'user', variables: { 'x-hasura-role': 'user' } })
    expect(JSON.stringify(session)).not.toContain(ADMIN_SECRET)
  })

  test('takes the secret under its old header name', async () => {
    const auth = await openTestAuth(env)
    expect(await auth.authenticate(new Headers({ 'x-hasura-access-key': ADMIN_SECRET }))).toMatchObject({
      isAdmin: true,
    })
  })

  test('refuses a request without it and one with a wrong one', async () => {
    const auth = await openTestAuth(env)
    expect(await refusal(auth.authenticate(new Headers()))).toEqual({
      code: 'access-denied',
      message: '"x-hasura-admin-secret"/"x-hasura-access-key" required, but not found',
      status: 401,
    })
    expect(
      await refusal(auth.authenticate(new Headers({ 'x-hasura-admin-secret': `${ADMIN_SECRET}x` }))),
    ).toEqual({
      code: 'access-denied',
      message: 'invalid "x-hasura-admin-secret"/"x-hasura-access-key"',
      status: 401,
    })
  })

  test('forces the unauthorized role on those without a secret, whatever role they ask for', async () => {
    const auth = await openTestAuth({ ...env, HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'anonymous' })
    const session = await auth.authenticate(
      new Headers({ 'x-hasura-role': 'admin', 'x-hasura-user-id': '7' }),
    )
    expect(session).toMatchObject({ role: 'anonymous', isAdmin: false })
    expect(session.variables).toEqual({ 'x-hasura-role': 'anonymous', 'x-hasura-user-id': '7' })
  })

  test('refuses a wrong secret even when there is an unauthorized role', async () => {
    const auth = await openTestAuth({ ...env, HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'anonymous' })
    expect(await refusal(auth.authenticate(new Headers({ 'x-hasura-admin-secret': 'no' })))).toMatchObject({
      code: 'access-denied',
    })
  })

  test.each([
    ['true', true],
    ['Y', true],
    ['false', false],
    ['no', false],
  ])('reads x-hasura-use-backend-only-permissions %s as %s', async (text, backendOnly) => {
    const auth = await openTestAuth(env)
    const headers = { 'x-hasura-admin-secret': ADMIN_SECRET, 'x-hasura-use-backend-only-permissions': text }
    expect(await auth.authenticate(new Headers(headers))).toMatchObject({ backendOnly })
  })

  test('refuses x-hasura-use-backend-only-permissions that is no boolean', async () => {
    const auth = await openTestAuth(env)
    const headers = {
      'x-hasura-admin-secret': ADMIN_SECRET,
      'x-hasura-use-backend-only-permissions': 'maybe',
    }
    expect(await refusal(auth.authenticate(new Headers(headers)))).toEqual({
      code: 'bad-request',
      message:
        '"x-hasura-use-backend-only-permissions":  Not a valid boolean text. True values are ["true","t","yes","y"] and  False values are ["false","f","no","n"]. All values are case insensitive',
      status: 400,
    })
  })

  test('never gives backend-only permissions to the unauthorized role', async () => {
    const auth = await openTestAuth({ ...env, HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'anonymous' })
    const headers = new Headers({ 'x-hasura-use-backend-only-permissions': 'true' })
    expect(await auth.authenticate(headers)).toMatchObject({ backendOnly: false })
  })
})
