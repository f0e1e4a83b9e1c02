import { html } from 'hono/html'
import type { RegisteredApp } from '../github-state.js'
import type { Person } from '../people.js'
import { page } from './layout.js'
import { peopleButtons } from './people-buttons.js'

interface DevicePageOptions {
  app: RegisteredApp
  people: readonly (readonly [string, Person])[]
  userCode: string
}

export function devicePage({ app, people, userCode }: DevicePageOptions): Promise<Response> {
  return page(
    200,
    'Device activation',
    html`<h1>Device activation</h1><p>Type the code that ${app.name} shows on your device, then say who you are.</p>
<form method="post" action="/login/device">
<label>Code <input name="user_code" value="${userCode}" required autocomplete="off" placeholder="XXXX-XXXX"></label>
${peopleButtons(people)}
</form>`,
  )
}
