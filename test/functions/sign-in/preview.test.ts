import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../../functions/config/parse-config.js'
import { isPreviewOrigin } from '../../../functions/config/preview-origin.js'
import { finishSignIn } from '../../../functions/sign-in/finish.js'
import { BrowserJar } from '../../support/browser-jar.js'
import { fakeWorld } from '../../support/fake-world.js'
import { acceptSignIns, callbackPath, startAndApprove } from '../../support/sign-in-flow.js'
import { secret, testEnv } from '../../support/test-env.js'

const preview = 'https://app-git-feature-acme.vercel.app'
const canonical = 'https://app.example'
const list = 'https://app-*-acme.vercel.app https://stage.example'

/** A canonical deployment and a preview that share their secret and their GitHub app. */
function twoDeployments(previewOrigins = list, origin = preview) {
  const shared = { AUTH_SECRET: secret(), GITHUB_CLIENT_ID: 'Ov23lishared' }
  const home = fakeWorld({ ...shared, AUTH_URL: canonical, PREVIEW_ORIGINS: previewOrigins })
  const away = fakeWorld({ ...shared, AUTH_URL: origin, AUTH_CANONICAL_URL: canonical })
  acceptSignIns(away)
  acceptSignIns(home)
  return { home, away, homeJar: new BrowserJar(home), awayJar: new BrowserJar(away) }
}

describe('a sign-in on a preview deployment', () => {
  test('S-VERCEL-05 goes through the canonical callback and ends signed in on the preview', async () => {
    const { home, away, homeJar, awayJar } = twoDeployments()
    const query = await startAndApprove(away, awayJar, '/after')
    const bounced = await homeJar.visit(finishSignIn, callbackPath(query))
    expect(bounced.status).toBe(303)
    expect(bounced.headers.get('location')).toBe(`${preview}${callbackPath(query)}`)
    expect(home.calls).toEqual([])
    const finished = await awayJar.visit(finishSignIn, callbackPath(query))
    expect(finished.headers.get('location')).toBe('/after')
    expect(JSON.parse(away.calls[0]?.body ?? '').redirect_uri).toBe(`${canonical}/api/auth/callback/github`)
  })

  test('S-VERCEL-05 works once, and only in the browser that began it', async () => {
    const { away, awayJar } = twoDeployments()
    const query = await startAndApprove(away, awayJar)
    expect((await new BrowserJar(away).visit(finishSignIn, callbackPath(query))).status).toBe(400)
    await awayJar.visit(finishSignIn, callbackPath(query))
    expect((await awayJar.visit(finishSignIn, callbackPath(query))).status).toBe(400)
  })

  test.each([
    'https://app-git-x-evil.vercel.app',
    'https://evil.example',
    'https://app-x-acme.vercel.app.evil.example',
  ])('S-VERCEL-05 ends on the default page for %s, which is not on the list', async (origin) => {
    const { home, away, homeJar, awayJar } = twoDeployments(list, origin)
    const response = await homeJar.visit(finishSignIn, callbackPath(await startAndApprove(away, awayJar)))
    expect([response.status, response.headers.get('location')]).toEqual([303, '/'])
    expect(home.calls).toEqual([])
  })

  test('is refused on a preview for a sign-in that began elsewhere', async () => {
    const { home, homeJar, awayJar, away } = twoDeployments()
    const query = await startAndApprove(home, homeJar)
    const response = await awayJar.visit(finishSignIn, callbackPath(query))
    expect(response.headers.get('location')).toBe('/')
    expect(away.calls).toEqual([])
  })
})

describe('PREVIEW_ORIGINS', () => {
  test.each([
    ['https://app-git-x-acme.vercel.app', true],
    ['https://stage.example', true],
    ['https://app--acme.vercel.app', false],
    ['https://app-x.y-acme.vercel.app', false],
    ['https://app-x@evil-acme.vercel.app', false],
    ['http://app-x-acme.vercel.app', false],
    ['https://app-x-acme.vercel.app:444', false],
  ])('takes %s: %j', (origin, expected) => {
    expect(isPreviewOrigin(origin, list.split(' '))).toBe(expected)
  })

  test.each([
    'https://*.vercel.app',
    'https://*',
    'https://app-*',
    'http://app-*-acme.vercel.app',
    'https://a*b*c.vercel.app',
    'https://stage.example/path',
    '*',
  ])('refuses the entry %s', (entry) => {
    expect(() => parseConfig(testEnv({ PREVIEW_ORIGINS: entry }))).toThrow('PREVIEW_ORIGINS')
  })

  test.each(['https://stage.example/', 'https://Stage.example:443', 'https://APP-*-acme.vercel.app:443/'])(
    'takes the entry %s as AUTH_URL would be taken',
    (entry) => {
      const { previewOrigins } = parseConfig(testEnv({ PREVIEW_ORIGINS: entry }))
      const origin = entry.includes('*') ? 'https://app-x-acme.vercel.app' : 'https://stage.example'
      expect(isPreviewOrigin(origin, previewOrigins)).toBe(true)
    },
  )

  test('S-VERCEL-03 takes its own address where the one of the branch is empty', () => {
    const vercel = { AUTH_URL: undefined, AUTH_CANONICAL_URL: canonical, VERCEL_ENV: 'preview' }
    const hosts = { VERCEL_BRANCH_URL: '', VERCEL_URL: 'app-x-acme.vercel.app' }
    expect(parseConfig(testEnv({ ...vercel, ...hosts })).authUrl).toBe('https://app-x-acme.vercel.app')
    expect(() => parseConfig(testEnv({ ...vercel, ...hosts, VERCEL_URL: ' ' }))).toThrow(
      'AUTH_URL is missing',
    )
  })

  test('S-VERCEL-03 takes its own address from Vercel on a preview, never in production', () => {
    const vercel = { AUTH_URL: undefined, AUTH_CANONICAL_URL: canonical, VERCEL_URL: 'app-x-acme.vercel.app' }
    const config = parseConfig(testEnv({ ...vercel, VERCEL_ENV: 'preview' }))
    expect([config.authUrl, config.canonicalUrl]).toEqual(['https://app-x-acme.vercel.app', canonical])
    expect(() => parseConfig(testEnv({ ...vercel, VERCEL_ENV: 'production' }))).toThrow('AUTH_URL is missing')
    expect(() =>
      parseConfig(testEnv({ ...vercel, AUTH_CANONICAL_URL: undefined, VERCEL_ENV: 'preview' })),
    ).toThrow()
  })
})
