import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { type Listening, listen } from './listen.js'
import { passOn } from './pass-on.js'

export interface Gate extends Listening {
  /** Lets requests of this path prefix wait until `open`, which passes on those too whose sender has given up. */
  hold(pathPrefix: string): void
  open(): void
  /** Lets so many more requests pass and breaks off all others, until `drop`. */
  cutAfter(requests: number): void
  /** Stops holding, losing and cutting, and breaks off the requests that wait. */
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
  let requestsLeft = Number.POSITIVE_INFINITY
  const queue: { pass: () => void; breakOff: () => void }[] = []
  const paths: string[] = []
  const server = createServer((incoming, outgoing) => {
    paths.push(incoming.url ?? '')
    if (requestsLeft-- <= 0) {
      outgoing.destroy()
      return
    }
    const isLost = answersToLose-- > 0
    answersToLose = Math.max(0, answersToLose)
    const pass = (body?: Buffer) =>
      passOn(incoming, outgoing, { target: typeof target === 'string' ? target : target(), isLost, body })
    if (held !== undefined && incoming.url?.startsWith(held)) {
      // A sender that gives up takes what was not read along.
      const body = buffer(incoming)
      const passLate = () => body.then(pass, () => outgoing.destroy())
      queue.push({ pass: passLate, breakOff: () => outgoing.destroy() })
    } else pass()
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
    cutAfter: (requests) => {
      requestsLeft = requests
    },
    drop: () => {
      held = undefined
      answersToLose = 0
      requestsLeft = Number.POSITIVE_INFINITY
      for (const { breakOff } of queue.splice(0)) breakOff()
    },
    waiting: () => queue.length,
    loseNextAnswer: () => void answersToLose++,
    paths,
  }
}
