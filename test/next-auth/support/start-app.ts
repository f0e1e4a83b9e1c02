import { createServer } from 'node:http'
import { type Listening, listen } from '../../../dev/http/listen.js'
import { passOn } from '../../../dev/http/pass-on.js'

interface App extends Listening {
  /** Where the functions are, of which everything is asked that is not the app's own. */
  rewriteTo(functions: string): void
}

const page =
  '<!doctype html><html lang="en"><title>Notes</title><link rel="icon" href="/favicon.svg"><main id="app"></main><script src="/notes.js"></script></html>'

/** Starts somebody's app: a page at `/notes`, and the functions below its own origin, as by a rewrite. */
export async function startApp(script: string): Promise<App> {
  let target = ''
  const own = new Map([
    ['/notes', { type: 'text/html; charset=utf-8', content: page }],
    ['/notes.js', { type: 'text/javascript; charset=utf-8', content: script }],
  ])
  const server = createServer((incoming, outgoing) => {
    const file = own.get((incoming.url ?? '').replace(/\?.*/, ''))
    if (!file) return passOn(incoming, outgoing, { target })
    outgoing.writeHead(200, { 'content-type': file.type }).end(file.content)
  })
  return {
    ...(await listen(server, 0)),
    rewriteTo: (functions) => {
      target = functions
    },
  }
}
