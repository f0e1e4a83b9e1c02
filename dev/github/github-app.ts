import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { answerApi, apiPrefix } from './api/answer-api.js'
import { rateLimits } from './api/rate-limits.js'
import type { GithubState } from './github-state.js'
import { accessToken } from './oauth/access-token.js'
import { decideAuthorize, showAuthorize } from './oauth/authorize.js'
import { decideDevice, showDevice, startDevice } from './oauth/device.js'
import { avatar } from './pages/avatar.js'
import { messagePage } from './pages/message-page.js'

/** The routes of the local GitHub, as a GitHub Enterprise Server has them. */
export function githubApp(state: GithubState, now: () => number): Hono {
  const app = new Hono()
  app.get('/login/oauth/authorize', ({ req }) => showAuthorize(req.raw, state))
  app.post('/login/oauth/authorize', ({ req }) => decideAuthorize(req.raw, state))
  app.post('/login/oauth/access_token', ({ req }) => accessToken(req.raw, state, now))
  app.post('/login/device/code', ({ req }) => startDevice(req.raw, state))
  app.get('/login/device', ({ req }) => showDevice(req.raw, state))
  app.post('/login/device', ({ req }) => decideDevice(req.raw, state, now))
  app.get('/avatars/u/:id', ({ req, notFound }) => {
    const person = [...state.people.values()].find(({ id }) => String(id) === req.param('id'))
    return person ? avatar(person) : notFound()
  })
  app.use(`${apiPrefix}/*`, rateLimits(state), etag({ weak: true }))
  app.get(`${apiPrefix}/*`, ({ req }) => answerApi(req.raw, state))
  app.notFound(() =>
    messagePage(404, 'Not Found', 'The local GitHub has sign-in, the REST API and avatars only.'),
  )
  return app
}
