import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requestGraphql, requireGraphql } from '../../dev/demo/graphql-client.js'
import { signIn } from '../../dev/demo/graphql-flow.js'
import { repository } from '../../dev/repository.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

let folder: string
let stack: TestStack

/** What "Add your own tables" says to write, in its order. */
async function readSteps(): Promise<{ file: string; content: string }[]> {
  const sections = (await readFile(`${repository}/README.md`, 'utf8')).split(/^## /m)
  const text = sections.find((one) => one.startsWith('Add your own tables')) ?? ''
  const steps = text.matchAll(/^```\w+\n(?:--|#) (hasura\/\S+)\n([\s\S]*?)^```$/gm)
  return [...steps].map(([, file = '', content = '']) => ({ file, content }))
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'own-tables-'))
  await cp(`${repository}/hasura`, join(folder, 'hasura'), { recursive: true })
  for (const { file, content } of await readSteps()) {
    const isNew = !file.endsWith('tables.yaml')
    await mkdir(dirname(join(folder, file)), { recursive: true })
    if (isNew) await writeFile(join(folder, file), content, { flag: 'wx' })
    else await appendFile(join(folder, file), content)
  }
  stack = await startTestStack({ stack: { hasura: join(folder, 'hasura') } })
})

beforeEach(() => stack.reset())

afterAll(async () => {
  await stack?.close()
  await rm(folder, { recursive: true })
})

describe('"Add your own tables" of README.md, word for word', () => {
  it('has a migration, a table and its line in the list', async () => {
    expect((await readSteps()).map(({ file }) => file.split('/').at(-1))).toEqual([
      'up.sql',
      'public_notes.yaml',
      'tables.yaml',
    ])
  })

  it('gives everybody notes of their own, and nobody those of others', async () => {
    const { endpoint } = stack.flow
    const [ada, ben] = [await signIn(stack.flow, 'ada'), await signIn(stack.flow, 'ben')]
    const insert = 'mutation { insert_notes_one(object: { text: "mine" }) { text } }'
    const added = await requireGraphql(endpoint, { query: insert, token: ada.accessToken })
    expect(added).toEqual({ insert_notes_one: { text: 'mine' } })
    const query = '{ notes { text } }'
    expect(await requireGraphql(endpoint, { query, token: ada.accessToken })).toEqual({
      notes: [{ text: 'mine' }],
    })
    expect(await requireGraphql(endpoint, { query, token: ben.accessToken })).toEqual({ notes: [] })
    const forged = 'mutation { insert_notes_one(object: { text: "x", author_id: "1001001" }) { text } }'
    const { errors } = await requestGraphql(endpoint, { query: forged, token: ben.accessToken })
    expect(errors?.[0]?.extensions?.code).toBe('validation-failed')
  })
})

describe('a refresh and a sign-out beside an access token that is over', () => {
  it('are refused with the header, and work without it', async () => {
    const { endpoint } = stack.flow
    const { accessToken, refreshToken } = await signIn(stack.flow, 'ada')
    const token = `${accessToken.slice(0, -4)}AAAA`
    const refresh =
      'mutation ($refreshToken: String!) { refreshSession(refreshToken: $refreshToken) { login refreshToken } }'
    const logout = 'mutation ($refreshToken: String!) { logout(refreshToken: $refreshToken) { revoked } }'
    for (const query of [refresh, logout]) {
      const { errors } = await requestGraphql(endpoint, { query, variables: { refreshToken }, token })
      expect(errors?.[0]?.extensions?.code).toBe('invalid-jwt')
    }
    const refreshed = { refreshSession: { login: 'ada', refreshToken: expect.any(String) } }
    const variables = { refreshToken }
    expect(await requireGraphql(endpoint, { query: refresh, variables })).toEqual(refreshed)
    expect(await requireGraphql(endpoint, { query: logout, variables })).toEqual({ logout: { revoked: 1 } })
  })
})
