import { createServer } from 'node:http'
import { type Listening, listen } from '../../dev/http/listen.js'
import { passOn } from '../../dev/http/pass-on.js'

export interface App extends Listening {
  /** The paths of all requests so far. */
  paths: string[]
  /** Where functions and pages are, once they have an address. */
  rewriteTo(functions: string): void
}

interface AppFile {
  type: 'text/html' | 'text/javascript'
  content: string
}

/**
 * Somebody's app: its own files by path, and a rewrite to the functions under their own host name.
 *
 * @param rewritten of which paths; one rewrite of `/api/auth/*` unless it says otherwise
 */
export async function startApp(
  files: Readonly<Record<string, AppFile>>,
  rewritten = (path: string) => path.startsWith('/api/auth/'),
): Promise<App> {
  const own = new Map(Object.entries(files))
  const paths: string[] = []
  let target = ''
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? ''
    paths.push(path)
    const file = own.get(path.replace(/\?.*/, ''))
    if (!file && rewritten(path)) return passOn(incoming, outgoing, { target, host: new URL(target).host })
    const type = `${file?.type ?? 'text/plain'}; charset=utf-8`
    outgoing.writeHead(file ? 200 : 404, { 'content-type': type }).end(file?.content)
  })
  return {
    ...(await listen(server, 0)),
    paths,
    rewriteTo: (functions) => {
      target = functions
    },
  }
}
