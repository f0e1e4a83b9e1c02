import { describe, expect, test } from 'vitest'
import { sealTokens } from '../../../functions/github-grant/sealed-tokens.js'
import { type Grant, grantShape } from '../../../functions/github-grant/store.js'
import { usableToken } from '../../../functions/github-grant/usable-token.js'
import { grantRow, graphqlError, silence } from '../../support/fake-hasura.js'
import { type FakeWorld, fakeWorld } from '../../support/fake-world.js'

const renewed = {
  access_token: 'ghu_new',
  token_type: 'bearer',
  scope: '',
  expires_in: 28_800,
  refresh_token: 'ghr_new',
  refresh_token_expires_in: 15_897_600,
}

async function grantOf(
  world: FakeWorld,
  expiresAt: string | null,
  token = 'ghu_old',
  version = 1,
): Promise<Grant> {
  const sealed = await sealTokens(world.deps.sealer, '1001', { token, scopes: '', refreshToken: 'ghr_old' })
  const { token: sealedToken, refresh_token } = sealed
  return grantShape.parse(grantRow({ token: sealedToken, refresh_token, expires_at: expiresAt, version }))
}

function appWorld(claimed: number, deadlineMs?: number): FakeWorld {
  const world = fakeWorld({ GITHUB_CLIENT_TYPE: 'github-app' }, deadlineMs)
  world.hasura
    .on('ClaimRenewal', () => ({ update_github_tokens: { affected_rows: claimed } }))
    .on('SaveRenewal', () => ({ update_github_tokens: { returning: [{ version: 2 }] } }))
  world.github.on('POST /login/oauth/access_token', () => renewed)
  return world
}

const use = (world: FakeWorld, grant: Grant) => usableToken(world.deps, { userId: '1001', grant })
const operations = (world: FakeWorld) => world.hasura.operations.map(({ name }) => name)

describe('usableToken()', () => {
  test.each([null, '2026-03-01T12:05:00+00:00'])(
    'opens a token that ends at %s without asking anybody',
    async (end) => {
      const world = appWorld(1)
      expect(await use(world, await grantOf(world, end))).toEqual({ token: 'ghu_old', version: 1 })
      expect(world.calls).toEqual([])
    },
  )

  test('S-GH-10 renews a token that ends within five minutes and stores the new pair sealed', async () => {
    const world = appWorld(1)
    expect(await use(world, await grantOf(world, '2026-03-01T12:04:59+00:00'))).toEqual({
      token: 'ghu_new',
      version: 2,
    })
    expect(operations(world)).toEqual(['ClaimRenewal', 'SaveRenewal'])
    const exchange = world.calls.find(({ url }) => url.includes('access_token'))
    expect(JSON.parse(exchange?.body ?? '')).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'ghr_old',
    })
    expect(world.hasura.operations[1]?.variables).toEqual({
      userId: '1001',
      version: 1,
      grant: {
        token: expect.stringMatching(/^eyJ/),
        refresh_token: expect.stringMatching(/^eyJ/),
        scopes: '',
        expires_at: '2026-03-01T20:00:00.000Z',
        refresh_expires_at: '2026-09-01T12:00:00.000Z',
        renewal_started_at: null,
      },
    })
  })

  test('claims the version that it read, and R-07d takes over what was abandoned for 30 seconds by any clock', async () => {
    const world = appWorld(1)
    await use(world, await grantOf(world, '2026-03-01T12:00:00+00:00', 'ghu_old', 7))
    expect(world.hasura.operations[0]?.variables).toEqual({
      userId: '1001',
      version: 7,
      now: '2026-03-01T12:00:00.000Z',
      abandonedBefore: '2026-03-01T11:58:30.000Z',
    })
  })

  test('S-CVE-16 waits for whoever renews already, and asks GitHub nothing', async () => {
    const world = appWorld(0)
    const { token } = await sealTokens(world.deps.sealer, '1001', { token: 'ghu_theirs', scopes: '' })
    let looks = 0
    world.hasura.on('ReadGrant', () => {
      looks += 1
      return { github_tokens_by_pk: grantRow({ token, version: looks < 3 ? 1 : 2 }) }
    })
    expect(await use(world, await grantOf(world, '2026-03-01T12:00:00+00:00'))).toEqual({
      token: 'ghu_theirs',
      version: 2,
    })
    expect(world.waits).toEqual([400, 400, 400])
    expect(world.calls.some(({ url }) => url.includes('github'))).toBe(false)
  })

  test('uses the grant of a sign-in that came while the old one was renewed', async () => {
    const world = appWorld(1)
    const { token } = await sealTokens(world.deps.sealer, '1001', { token: 'ghu_signedIn', scopes: '' })
    world.hasura
      .on('SaveRenewal', () => ({ update_github_tokens: { returning: [] } }))
      .on('ReadGrant', () => ({ github_tokens_by_pk: grantRow({ token, version: 2 }) }))
    const usable = await use(world, await grantOf(world, '2026-03-01T12:00:00+00:00'))
    expect(usable).toEqual({ token: 'ghu_signedIn', version: 2 })
  })

  test('gives up for now when nobody finishes', async () => {
    const world = appWorld(0)
    world.hasura.on('ReadGrant', () => ({ github_tokens_by_pk: grantRow({ token: 'x', version: 1 }) }))
    await expect(use(world, await grantOf(world, '2026-03-01T12:00:00+00:00'))).rejects.toMatchObject({
      code: 'github-unavailable',
      retryAfterSeconds: 5,
    })
    expect(world.waits).toHaveLength(5)
  })

  test.each<[string, (world: FakeWorld) => void, string]>([
    [
      'GitHub takes the refresh token no more',
      (world) => world.github.on('POST /login/oauth/access_token', () => ({ error: 'bad_refresh_token' })),
      'grant-revoked',
    ],
    [
      'GitHub is silent',
      (world) => world.github.on('POST /login/oauth/access_token', () => silence),
      'github-unavailable',
    ],
    [
      'the new pair cannot be stored',
      (world) => world.hasura.on('SaveRenewal', () => graphqlError('unexpected')),
      'hasura-unavailable',
    ],
    [
      'the grant is deleted meanwhile',
      (world) =>
        world.hasura
          .on('ClaimRenewal', () => ({ update_github_tokens: { affected_rows: 0 } }))
          .on('ReadGrant', () => ({ github_tokens_by_pk: null })),
      'grant-revoked',
    ],
  ])('fails closed when %s', async (_name, breakIt, code) => {
    const world = appWorld(1, 50)
    breakIt(world)
    await expect(use(world, await grantOf(world, '2026-03-01T12:00:00+00:00'))).rejects.toMatchObject({
      code,
    })
    expect(world.log.join()).not.toMatch(/gh[ur]_/)
  })

  test('R-01h leaves it to GitHub to call a grant ended that cannot be renewed', async () => {
    const world = appWorld(1)
    const grant = { ...(await grantOf(world, '2026-03-01T12:00:00+00:00')), sealedRefreshToken: null }
    expect(await use(world, grant)).toEqual({ token: 'ghu_old', version: 1 })
    expect(world.calls).toEqual([])
  })
})
