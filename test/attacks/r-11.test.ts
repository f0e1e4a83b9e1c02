import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { requestGraphql } from '../../dev/demo/graphql-client.js'
import { signIn } from '../../dev/demo/graphql-flow.js'
import { count } from '../../dev/stack/count.js'
import { type HasuraFolder, hasuraFolder } from '../support/hasura-folder.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

const actionsShape = z.looseObject({
  actions: z.array(z.looseObject({ name: z.string(), permissions: z.array(z.object({ role: z.string() })) })),
})

/** Lets the role of callers without a token call every Action, as somebody would who renamed `anonymous`. */
async function permitActions(folder: HasuraFolder, role: string): Promise<void> {
  const file = `${folder.path}/metadata/actions.yaml`
  const content = actionsShape.parse(parse(await readFile(file, 'utf8')))
  for (const { permissions } of content.actions) permissions.push({ role })
  await writeFile(file, stringify(content))
}

describe.each(['anonymous', 'public'])('where callers without a token are %s', (role) => {
  let folder: HasuraFolder
  let stack: TestStack

  beforeAll(async () => {
    folder = await hasuraFolder({ sql: 'select 1', tables: [] })
    if (role !== 'anonymous') await permitActions(folder, role)
    stack = await startTestStack({
      stack: {
        hasura: folder.path,
        // The functions are not told: what they ask of the rows must be enough.
        adjust: ({ functions, engine }) => ({
          functions,
          engine: { ...engine, HASURA_GRAPHQL_UNAUTHORIZED_ROLE: role },
        }),
      },
    })
  })

  afterAll(async () => {
    await stack?.close()
    await folder?.remove()
  })

  test.each(['user', role, 'moderator', 'admin', 'auth_service'])(
    'R-11b no token and three forged headers end no session, with the role %s',
    async (claimed) => {
      const { refreshToken, userId } = await signIn(stack.flow, 'ada')
      const [, sessionId = ''] = refreshToken.split('.')
      const before = await count(stack.database, 'sessions')
      const answer = await requestGraphql(stack.flow.endpoint, {
        query: 'mutation { logout(everywhere: true) { revoked } }',
        headers: {
          'x-hasura-role': claimed,
          'x-hasura-user-id': userId,
          'x-hasura-session-id': sessionId,
        },
      })
      const ended: unknown = answer.data?.['logout'] ?? { revoked: 0 }
      expect(ended).toEqual({ revoked: 0 })
      expect(JSON.stringify(answer)).not.toMatch(/misconfigured|internal/)
      expect(await count(stack.database, 'sessions')).toBe(before)
    },
  )

  test('R-11b a token ends its own session, and not by the name of a role that its person has no more', async () => {
    const { accessToken, userId } = await signIn(stack.flow, 'ben')
    const logout = () =>
      requestGraphql(stack.flow.endpoint, { query: 'mutation { logout { revoked } }', token: accessToken })
    await stack.database.query(`delete from user_roles where user_id = $1`, [userId])
    expect((await logout()).data).toEqual({ logout: { revoked: 0 } })
    await stack.database.query(`insert into user_roles (user_id, role) values ($1, 'user')`, [userId])
    expect((await logout()).data).toEqual({ logout: { revoked: 1 } })
  })

  test.each(['public', 'Public', 'anon', 'anonymous', 'unauthorized', 'unauthenticated', 'nobody'])(
    'R-11c nobody can be given the role %s',
    async (name) => {
      await expect(
        stack.database.query('insert into roles (value) values ($1)', [name]),
      ).rejects.toMatchObject({ code: '23514' })
    },
  )
})
