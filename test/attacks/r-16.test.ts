import { sign } from '@octokit/webhooks-methods'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { hasScope } from '../../dev/github/oauth/scopes.js'
import { answerGithubWebhook } from '../../functions/events/github-webhook.js'
import { githubFailure, oauthFailure } from '../../functions/github/github-failure.js'
import { HasuraRefusal } from '../../functions/hasura/operation.js'
import { readQuery } from '../../functions/http/navigation.js'
import { readCustomClaims } from '../../functions/token/claims.js'
import { describeError } from '../../static/js/text/describe-error.js'
import { describeEvent } from '../../static/js/text/describe-event.js'
import { describeUserAgent } from '../../static/js/text/describe-user-agent.js'
import { callAction, deliver } from '../support/call-webhook.js'
import { graphqlError } from '../support/fake-hasura.js'
import { fakeWorld } from '../support/fake-world.js'
import { secret } from '../support/test-env.js'

const webhookSecret = secret()

/** What every object has without having been given it, and what is taken for it. */
const inherited = [
  ...new Set([
    ...Object.getOwnPropertyNames(Object.prototype),
    ...Object.getOwnPropertyNames(Function.prototype),
    ...['__proto__', 'prototype', 'then', 'toJSON', 'default'],
  ]),
].filter((name) => name !== 'name' && name !== 'length')
const names = fc.constantFrom(...inherited)

describe('a text from outside is the key of no object', () => {
  test('R-16 an error of GitHub', () => {
    fc.assert(
      fc.property(names, (error) => {
        expect(oauthFailure({ status: 200, headers: {}, body: { error } })).toMatchObject({
          code: 'github-unexpected',
          status: 502,
        })
        expect(githubFailure(new Error(error))).toMatchObject({ code: 'github-unexpected' })
      }),
    )
  })

  test('R-16 an error of GitHub, to the person who signs in on a device', async () => {
    for (const error of inherited) {
      const world = fakeWorld()
      world.github.on('POST /login/device/code', () => ({ error }))
      const response = await callAction(world, 'startDeviceLogin')
      expect(await response.json()).toMatchObject({ extensions: { code: 'github-unexpected' } })
    }
  })

  test('R-16 an error of Hasura', async () => {
    for (const code of inherited) {
      const world = fakeWorld()
      world.hasura.always(() => graphqlError(code))
      const token = world.deps.refreshTokens.mint({ sessionId: crypto.randomUUID(), generation: 1 })
      const response = await callAction(world, 'refreshSession', { input: { refreshToken: token } })
      expect(await response.json()).toMatchObject({ extensions: { code: 'hasura-unavailable' } })
      expect(new HasuraRefusal(code)).toMatchObject({ code: 'hasura-unavailable' })
    }
  })

  test('R-16 the name of an Action, a trigger or an event', async () => {
    for (const name of inherited) {
      const world = fakeWorld({ GITHUB_WEBHOOK_SECRET: webhookSecret })
      expect((await callAction(world, name)).status).toBe(404)
      expect((await deliver(world, name, {})).status).toBe(404)
      const headers = { 'x-github-event': name, 'x-hub-signature-256': await sign(webhookSecret, '{}') }
      const init = { method: 'POST', headers, body: '{}' }
      const request = new Request('https://app.example/api/events/github', init)
      const response = await answerGithubWebhook(request, world.deps)
      expect(await response.json()).toEqual({ requested: 0 })
    }
  })

  test('R-16 a parameter of an address', () => {
    const shape = z.object({ code: z.string().optional() })
    fc.assert(
      fc.property(names, (name) => {
        const request = new Request(`https://app.example/?${name}=x`)
        expect(readQuery(request, shape)).toEqual({})
      }),
    )
  })

  test('R-16 the path of a claim', () => {
    fc.assert(
      fc.property(names, (key) => {
        const rule = {
          name: 'x-hasura-x',
          path: [{ key, each: false }],
          as: 'text',
          default: 'none',
        } as const
        const config = { fragment: '', fragmentName: 'F', rules: [{ ...rule, path: [...rule.path] }] }
        expect(readCustomClaims(config, { plan: 'a' })).toEqual({ 'x-hasura-x': 'none' })
      }),
    )
  })

  test('R-16 what a page is told', () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(describeError(name)).toEqual(describeError('no such code'))
        expect(describeUserAgent(null, name)).toBe('An unknown device')
        expect(describeEvent(name, null).icon).toBe('info')
      }),
    )
  })

  test('R-16 a scope', () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(hasScope(['user'], name)).toBe(false)
      }),
    )
  })
})
