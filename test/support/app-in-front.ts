import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Listening, listen } from '../../dev/http/listen.js'

export interface AppInFront extends Listening {
  /** Where functions and pages are; set once they have an address. */
  functions: string
  /** The paths of all requests so far. */
  paths: string[]
}

const page =
  '<!doctype html><html lang="en"><title>An app</title><link rel="icon" href="data:,"><h1>An app</h1>'

/** Somebody's app with one page and one rewrite: `/api/auth/*` goes to the functions, under their own host name. */
export async function startAppInFront(): Promise<AppInFront> {
  const paths: string[] = []
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? ''
    paths.push(path)
    if (path.startsWith('/api/auth/')) passOn(incoming, outgoing, app.functions)
    else outgoing.writeHead(path.split('?')[0] === '/' ? 200 : 404, { 'content-type': 'text/html' }).end(page)
  })
  const listening = await listen(server, 0)
  // Another host than that of the functions, as cookies see it.
  const app: AppInFront = {
    ...listening,
    url: listening.url.replace('127.0.0.1', 'localhost'),
    functions: '',
    paths,
  }
  return app
}

function passOn(incoming: IncomingMessage, outgoing: ServerResponse, functions: string): void {
  const headers = { ...incoming.headers, host: new URL(functions).host }
  const { method = 'GET', url: path = '' } = incoming
  const onward = forward(functions, { method, headers, path }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  incoming.pipe(onward)
}
