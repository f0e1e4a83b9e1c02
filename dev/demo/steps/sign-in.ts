import { strict as assert } from 'node:assert'
import { decodeJwt } from 'jose'
import { z } from 'zod'
import { approveLogin, beginLogin, type FlowOptions, finishLogin, type Session } from '../graphql-flow.js'
import { type Say, shorten, step } from '../step.js'

export async function signInStepByStep(flow: FlowOptions): Promise<Session> {
  const started = await step('mutation startLogin', async (say) => {
    const { url, state, codeVerifier } = await beginLogin(flow)
    say(`state      ${shorten(state)}`)
    say(`verifier   ${shorten(codeVerifier)} (stays with the page)`)
    say(
      `url        ${new URL(url).origin}${new URL(url).pathname}?…&code_challenge_method=${new URL(url).searchParams.get('code_challenge_method')}`,
    )
    return { url, state, codeVerifier }
  })
  const returned = await step('Ada approves at GitHub', async (say) => {
    const parameters = await approveLogin(started, 'ada')
    say(`code       ${shorten(parameters.get('code') ?? '')}`)
    say(`iss        ${parameters.get('iss')}`)
    return parameters
  })
  return step('mutation login', async (say) => {
    const session = await finishLogin(flow, started, returned)
    say(
      `user       ${session.userId} ${session.login} (${session.name}), ${session.isNewUser ? 'new here' : 'known'}`,
    )
    say(`roles      ${session.roles.join(', ')}, by default ${session.defaultRole}`)
    say(`access     ${shorten(session.accessToken)} until ${session.expiresAt}`)
    say(`refresh    ${shorten(session.refreshToken)} until ${session.refreshExpiresAt}`)
    return session
  })
}

export async function showClaims({ accessToken, userId }: Session, say: Say): Promise<void> {
  const { 'https://hasura.io/jwt/claims': hasura, ...registered } = decodeJwt(accessToken)
  for (const [name, value] of Object.entries(registered)) say(`${name.padEnd(10)} ${String(value)}`)
  const claims = z.record(z.string(), z.union([z.string(), z.array(z.string())])).parse(hasura)
  for (const [name, value] of Object.entries(claims)) say(`${name.padEnd(24)} ${String(value)}`)
  assert.equal(claims['x-hasura-user-id'], userId)
}
