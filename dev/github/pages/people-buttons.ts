import { html } from 'hono/html'
import type { Person } from '../people.js'

/** One button per person, and one to refuse; the pressed one is sent as `pick`. */
export function peopleButtons(people: readonly (readonly [string, Person])[]) {
  return html`${people.map(
    ([seededLogin, { id, login, name }]) => html`
<button name="pick" value="${seededLogin}"><img src="/avatars/u/${id}" alt="" width="40" height="40"><span>${name ?? login}<small>${login}</small></span></button>`,
  )}
<button class="cancel" name="pick" value="">Cancel</button>`
}
