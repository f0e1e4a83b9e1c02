import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Listening, listen } from './listen.js'

export interface Gate extends Listening {
  /** Lets requests of this path prefix wait until `open`. */
  hold(pathPrefix: string): void
  open(): void
  /** Stops holding and losing, and breaks off the requests that wait. */
  drop(): void
  /** How many requests are waiting. */
  waiting(): number
  /** Passes the next request on and closes the connection instead of passing the answer back. */
  loseNextAnswer(): void
  /** The paths of all requests so far. */
  paths: string[]
}

/**
 * A door in front of a server: forwards everything, and lets what it is told to hold wait.
 *
 * @param target the server's URL, or what gives the URL of the server of the moment
 */
export async function startGate(port: number, target: string | (() => string)): Promise<Gate> {
  let held: string | undefined
  let answersToLose = 0
  const queue: { pass: () => void; breakOff: () => void }[] = []
  const paths: string[] = []
  const server = createServer((incoming, outgoing) => {
    paths.push(incoming.url ?? '')
    const isLost = answersToLose-- > 0
    answersToLose = Math.max(0, answersToLose)
    const pass = () =>
      passOn(incoming, outgoing, { target: typeof target === 'string' ? target : target(), isLost })
    if (held !== undefined && incoming.url?.startsWith(held))
      queue.push({ pass, breakOff: () => outgoing.destroy() })
    else pass()
  })
  return {
    ...(await listen(server, port)),
    hold: (prefix) => {
      held = prefix
    },
    open: () => {
      held = undefined
      for (const { pass } of queue.splice(0)) pass()
    },
    drop: () => {
      held = undefined
      answersToLose = 0
      for (const { breakOff } of queue.splice(0)) breakOff()
    },
    waiting: () => queue.length,
    loseNextAnswer: () => void answersToLose++,
    paths,
  }
}

interface Way {
  target: string
  isLost: boolean
}

function passOn(incoming: IncomingMessage, outgoing: ServerResponse, { target, isLost }: Way): void {
  // The path goes on as it came: parsed, `//path` would be another host.
  const { method = 'GET', headers, url: path = '/' } = incoming
  const onward = forward(target, { method, headers, path }, (answer) => {
    if (isLost) {
      answer.resume().on('end', () => outgoing.destroy())
      return
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  incoming.pipe(onward)
}
