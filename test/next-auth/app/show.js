import { createElement } from 'react'
import { createRoot } from 'react-dom/client'

/**
 * A page of somebody's app, which shows who is signed in and lets a test call the client as the page's own code would.
 *
 * `?required` lets only people in who are signed in, `?interval=1` asks again every second.
 */
export function show(client) {
  const asked = new URLSearchParams(location.search)
  const seen = []

  function Page() {
    const { status, data, update } = client.useSession({ required: asked.has('required') })
    seen.push({ status, data })
    Object.assign(window, { client, seen, session: data, update })
    return createElement('p', { id: 'status' }, `${status} ${data?.user?.login ?? 'nobody'}`)
  }

  const refetchInterval = Number(asked.get('interval') ?? 0)
  const page = createElement(client.SessionProvider, { refetchInterval }, createElement(Page))
  createRoot(document.querySelector('#app')).render(page)
}
