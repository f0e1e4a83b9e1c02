import { html } from 'hono/html'
import type { RegisteredApp } from '../github-state.js'
import type { Person } from '../people.js'
import { page } from './layout.js'
import { peopleButtons } from './people-buttons.js'

interface AuthorizePageOptions {
  app: RegisteredApp
  people: readonly (readonly [string, Person])[]
  scopes: readonly string[]
  /** Sent back with the decision, so that the request is checked again as a whole. */
  parameters: URLSearchParams
}

export function authorizePage({ app, people, scopes, parameters }: AuthorizePageOptions): Promise<Response> {
  const wish =
    scopes.length > 0 ? `It asks for: ${scopes.join(', ')}.` : 'It asks for your public profile only.'
  return page(
    200,
    'Sign in',
    html`<h1>Sign in to ${app.name}</h1><p>${wish} Who are you?</p>
<form method="post" action="/login/oauth/authorize">
${[...parameters].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${peopleButtons(people)}
</form>`,
  )
}
