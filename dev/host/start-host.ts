import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { type Listening, listen } from '../http/listen.js'
import { answerRequest } from './answer-request.js'
import { readBuildOutput } from './read-build-output.js'
import { readSourceTree } from './read-source-tree.js'
import { toCanonicalName } from './to-canonical-name.js'

interface HostOptions {
  /** The repository whose `api/`, `static/` and `vercel.json` are served. */
  root: string
  /** 0 takes a free one. */
  port: number
  /** Put into process.env before the first function is loaded; functions read it once. */
  env?: Readonly<Record<string, string>>
  /** A `.vercel/output` folder to serve instead of the sources. */
  buildOutput?: string
  log?: (line: string) => void
}

/** Serves a deployment on the loopback address, as Vercel would. */
export async function startHost({
  root,
  port,
  env = {},
  buildOutput,
  log = logToStderr,
}: HostOptions): Promise<Listening> {
  Object.assign(process.env, env)
  const authUrl = process.env['AUTH_URL']
  const deployment = buildOutput ? await readBuildOutput(buildOutput) : await readSourceTree(root)
  const listener = getRequestListener(
    (asked, { incoming }) => {
      const request = toCanonicalName(asked, authUrl)
      if (request instanceof Response) return request
      return answerRequest(deployment, { request, clientAddress: incoming.socket.remoteAddress ?? '', log })
    },
    { overrideGlobalObjects: false },
  )
  return listen(createServer(listener), port)
}

function logToStderr(line: string): void {
  process.stderr.write(`${line}\n`)
}
