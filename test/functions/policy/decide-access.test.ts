import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../../functions/config/parse-config.js'
import { decideAccess } from '../../../functions/policy/decide-access.js'
import { type FakeWorld, fakeWorld } from '../../support/fake-world.js'
import { testEnv } from '../../support/test-env.js'

const inOrganisation = (login: string, state = 'active') => ({ state, organization: { login } })
const inTeam = (login: string, slug: string) => ({ slug, organization: { login } })

function worldWith(env: Record<string, string>, organisations: unknown, teams: unknown = []): FakeWorld {
  const world = fakeWorld(env)
  world.github.on('GET /user/memberships/orgs', () => organisations).on('GET /user/teams', () => teams)
  return world
}

const decide = (world: FakeWorld) => decideAccess(world.deps, 'gho_token')
const paths = (world: FakeWorld) => world.calls.map(({ url }) => new URL(url).pathname).sort()

describe('decideAccess()', () => {
  test('asks GitHub nothing when memberships decide nothing', async () => {
    const world = fakeWorld()
    expect(await decide(world)).toEqual([])
    expect(world.calls).toEqual([])
  })

  test('lets members of an allowed organisation in, whatever the letter case', async () => {
    const world = worldWith({ GITHUB_ALLOWED_ORGS: 'acme, Other' }, [inOrganisation('ACME')])
    expect(await decide(world)).toEqual([])
    expect(paths(world)).toEqual(['/user/memberships/orgs'])
  })

  test.each<[string, unknown]>([
    ['nobody', []],
    ['members of another', [inOrganisation('acme-evil')]],
    ['those who were only invited', [inOrganisation('acme', 'pending')]],
  ])('S-GH-14 refuses %s', async (_name, organisations) => {
    const world = worldWith({ GITHUB_ALLOWED_ORGS: 'acme' }, organisations)
    await expect(decide(world)).rejects.toMatchObject({ code: 'organisation-required', status: 403 })
  })

  test.each<[string, () => unknown, string]>([
    ['500', () => new Response('', { status: 500 }), 'github-unavailable'],
    [
      '403 for single sign-on',
      () => Response.json({}, { status: 403, headers: { 'x-github-sso': 'required; url=x' } }),
      'organisation-required',
    ],
    ['403 for no reason', () => Response.json({}, { status: 403 }), 'github-unavailable'],
    ['an empty list with 202', () => Response.json([], { status: 202 }), 'github-unexpected'],
    ['404', () => Response.json({}, { status: 404 }), 'github-unexpected'],
    ['another shape', () => [{ login: 'acme' }], 'github-unexpected'],
    ['an object', () => ({}), 'github-unexpected'],
  ])('S-GH-14 fails closed when GitHub answers %s', async (_name, answer, code) => {
    const world = fakeWorld({ GITHUB_ALLOWED_ORGS: 'acme' })
    world.github.on('GET /user/memberships/orgs', answer)
    await expect(decide(world)).rejects.toMatchObject({ code })
  })

  test('gives the roles of organisations and teams', async () => {
    const map = JSON.stringify({ acme: 'moderator', 'Acme/Core': 'editor', other: 'never' })
    const world = worldWith({ GITHUB_ROLE_MAP: map }, [inOrganisation('acme')], [inTeam('ACME', 'core')])
    expect(await decide(world)).toEqual(['editor', 'moderator'])
    expect(paths(world)).toEqual(['/user/memberships/orgs', '/user/teams'])
  })

  test('lets people in whom the map gives nothing, as long as it does not give the common role', async () => {
    expect(await decide(worldWith({ GITHUB_ROLE_MAP: '{"acme":"moderator"}' }, []))).toEqual([])
    const world = worldWith({ GITHUB_ROLE_MAP: '{"acme":"user"}' }, [])
    await expect(decide(world)).rejects.toMatchObject({ code: 'organisation-required' })
  })

  test('reads every page', async () => {
    const world = fakeWorld({ GITHUB_ALLOWED_ORGS: 'acme' })
    const many = Array.from({ length: 100 }, (_, index) => inOrganisation(`org-${index}`))
    world.github.on('GET /user/memberships/orgs', ({ url }) =>
      new URL(url).searchParams.get('page') === '2' ? [inOrganisation('acme')] : many,
    )
    expect(await decide(world)).toEqual([])
    expect(world.calls).toHaveLength(2)
  })

  test('R-01e takes no page that did not come for one without memberships', async () => {
    const world = fakeWorld({ GITHUB_ALLOWED_ORGS: 'acme' })
    const many = Array.from({ length: 100 }, (_, index) => inOrganisation(`org-${index}`))
    world.github.on('GET /user/memberships/orgs', ({ url }) =>
      new URL(url).searchParams.get('page') === '2' ? new Response(null, { status: 304 }) : many,
    )
    await expect(decide(world)).rejects.toMatchObject({ code: 'github-unexpected' })
  })
})

describe('configuration of memberships', () => {
  test('asks for read:org only where somebody needs it', () => {
    expect(parseConfig(testEnv()).github.scopes).toEqual(['user:email'])
    expect(parseConfig(testEnv({ GITHUB_ALLOWED_ORGS: 'acme' })).github.scopes).toEqual([
      'user:email',
      'read:org',
    ])
  })

  test.each<Record<string, string>>([
    { GITHUB_ALLOWED_ORGS: 'acme', GITHUB_SCOPES: 'user:email' },
    { GITHUB_ROLE_MAP: '{"acme":"admin"}' },
    { GITHUB_ROLE_MAP: '{"acme":"Auth_Service"}' },
    { GITHUB_ROLE_MAP: '{"a/b/c":"user"}' },
    { GITHUB_ROLE_MAP: '[]' },
    { GITHUB_ROLE_MAP: 'acme' },
  ])('S-CLAIM-01 refuses %j', (env) => {
    expect(() => parseConfig(testEnv(env))).toThrow(/GITHUB_(ROLE_MAP|SCOPES)/)
  })
})
