import { expect, test } from 'vitest'
import { readSession } from '../../functions/session/read.js'
import { finishSignIn } from '../../functions/sign-in/finish.js'
import { startSignIn } from '../../functions/sign-in/start.js'
import { BrowserJar } from '../support/browser-jar.js'
import { userRow } from '../support/fake-hasura.js'
import { fakeWorld } from '../support/fake-world.js'
import { callbackPath } from '../support/sign-in-flow.js'

const people = 50

/** Lets others run, another number of times for everybody. */
async function dawdle(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
}

test('S-VERCEL-10 fifty people at once never see each other', async () => {
  const world = fakeWorld()
  world.github
    .on('POST /login/oauth/access_token', async ({ body }) => {
      const { code } = JSON.parse(body) as { code: string }
      await dawdle((Number(code.slice(4)) * 7) % 31)
      return { access_token: `gho_${code.slice(4)}`, token_type: 'bearer', scope: '' }
    })
    .on('GET /user', async ({ headers }) => {
      const id = Number(headers.get('authorization')?.replace('Bearer gho_', ''))
      await dawdle((id * 13) % 29)
      return { id, login: `person-${id}`, name: null, avatar_url: 'https://avatars.example/x', type: 'User' }
    })
  world.hasura.on('OpenSession', async ({ user }) => {
    const { id: userId } = user as { id: string }
    await dawdle((Number(userId) * 11) % 37)
    return { insert_sessions_one: { user: userRow({ id: userId, login: `person-${userId}` }) } }
  })

  const signIn = async (id: number) => {
    const jar = new BrowserJar(world)
    const started = await jar.visit(startSignIn, `/api/auth/signin/github?returnTo=/of/${id}`)
    const state = new URL(started.headers.get('location') ?? '').searchParams.get('state') ?? ''
    const query = new URLSearchParams({ code: `code${id}`, state })
    const finished = await jar.visit(finishSignIn, callbackPath(query))
    const session = await jar.visit(readSession, '/api/auth/session')
    const view = (await session.json()) as { user: { id: string; login: string } }
    return [id, finished.headers.get('location'), view.user.id, view.user.login]
  }

  const ids = Array.from({ length: people }, (_, index) => 10_000 + index)
  const seen = await Promise.all(ids.map(signIn))
  expect(seen).toEqual(ids.map((id) => [id, `/of/${id}`, String(id), `person-${id}`]))
})
