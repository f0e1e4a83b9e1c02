import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { sendDocument } from '../../../functions/hasura/send.js'
import { boundedFetch } from '../../../functions/http/outbound-fetch.js'
import { operation } from '../../../functions/hasura/operation.js'
import { graphqlError } from '../../support/fake-hasura.js'
import { fakeWorld } from '../../support/fake-world.js'

const any = operation<{ name?: string }>('query Any { any }').answering(z.object({ any: z.string() }))

test.each([
  { errors: [{ message: 'a gateway speaks' }] },
  { errors: [] },
  { errors: [{ message: 'no', extensions: { code: 7 } }] },
])('S-ERR-02 an answer without a code of Hasura is an unavailable Hasura: %j', async (body) => {
  const world = fakeWorld()
  world.hasura.always(() => Response.json(body))
  const asked = world.deps.hasura.run(any, {})
  await expect(asked).rejects.toMatchObject({ code: 'hasura-unavailable' })
})

const html = { 'content-type': 'text/html; charset=utf-8' }

describe('an answer that is no GraphQL', () => {
  test.each<[string, () => Response]>([
    ['HTTP 502 with text/html', () => new Response('<p>secret of ada</p>', { status: 502, headers: html })],
    ['HTTP 200 with text/html', () => new Response('<p>secret of ada</p>', { headers: html })],
    ['HTTP 401 with application/json', () => Response.json({ error: 'secret of ada' }, { status: 401 })],
    ['HTTP 503 with no media type', () => new Response(null, { status: 503 })],
    [
      'HTTP 404 with application/json: HASURA_GRAPHQL_ENDPOINT leads to something else, or HASURA_GRAPHQL_ENABLED_APIS of Hasura lacks graphql',
      () =>
        Response.json({ path: '$', error: 'resource does not exist', code: 'not-found' }, { status: 404 }),
    ],
    [
      'a redirect (HTTP 308): HASURA_GRAPHQL_ENDPOINT must be where it leads',
      () => new Response(null, { status: 308, headers: { location: 'https://ada.example/v1/graphql' } }),
    ],
  ])('is named by its status and its media type, and never quoted: %s', async (what, answer) => {
    const world = fakeWorld()
    world.hasura.always(answer)
    const asked = world.deps.hasura.run(any, { name: 'ada' })
    const reason = `Hasura gave no GraphQL answer, but ${what}`
    await expect(asked).rejects.toMatchObject({ code: 'hasura-unavailable', status: 503, reason })
  })
})

test('a Hasura that is not there is named by what the network says, and by the variable', async () => {
  const cause = Object.assign(new Error('getaddrinfo ENOTFOUND hasura.example'), { code: 'ENOTFOUND' })
  const away = () => Promise.reject(new TypeError('fetch failed', { cause }))
  const limits = { deadlineMs: 1000, leftMs: () => 1000, maxBytes: 1000 }
  const door = {
    endpoint: 'https://hasura.example/v1/graphql',
    fetch: boundedFetch(away, limits),
    serviceToken: () => 'token',
  }
  await expect(sendDocument(door, 'query Any { any }', {})).rejects.toMatchObject({
    code: 'hasura-unavailable',
    reason: 'Hasura: unreachable (ENOTFOUND: there is no host of that name) at HASURA_GRAPHQL_ENDPOINT',
  })
})

describe('a role that the database does not have', () => {
  const refusal =
    'Foreign key violation. insert or update on table "user_roles" violates foreign key constraint "user_roles_role_fkey"'
  const mapped = { GITHUB_ROLE_MAP: '{"acme":"user","acme/core":"editor","acme/ops":"operator"}' }
  const env = { ...mapped, GITHUB_SCOPES: 'user:email read:org' }

  test.each<[string, () => Response, string]>([
    [
      'is named',
      () =>
        graphqlError(
          'validation-failed',
          "expected one of the values ['operator', 'user'] for type 'roles_enum', but found 'editor'",
        ),
      'editor',
    ],
    [
      'is one of the map where Hasura says no more',
      () => new Response('', { status: 502 }),
      'user, editor, operator',
    ],
    [
      'is one of the map where it is there by now',
      () => Response.json({ data: {} }),
      'user, editor, operator',
    ],
  ])('%s', async (_what, answer, named) => {
    const world = fakeWorld(env)
    world.hasura.on('Any', () => graphqlError('constraint-violation', refusal)).on('RolesByName', answer)
    await expect(world.deps.hasura.run(any, {})).rejects.toMatchObject({
      code: 'misconfigured',
      hasuraCode: 'constraint-violation',
      reason: `Hasura: constraint-violation: GITHUB_ROLE_MAP gives a role that the table roles does not have: ${named}`,
    })
  })
})
