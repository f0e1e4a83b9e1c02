import { WebSocket } from 'ws'

export interface TestSocket {
  /** Every message received, parsed. */
  messages: unknown[]
  /** Every message received, as text. */
  texts: string[]
  send(message: unknown): void
  /** The next message that is no sign of life. */
  next(): Promise<unknown>
  /** How the server closed the socket. */
  closed: Promise<{ code: number; reason: string }>
  close(): Promise<void>
}

const SIGNS_OF_LIFE = ['ka', 'ping']

/** A plain socket that speaks whatever it is told to. */
export async function openSocket(
  url: string,
  protocol: string | string[] = 'graphql-transport-ws',
  headers: Record<string, string> = {},
): Promise<TestSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/graphql`, protocol, { headers })
  const texts: string[] = []
  const messages: unknown[] = []
  const waiting: ((message: unknown) => void)[] = []
  const unread: unknown[] = []
  socket.on('message', (data) => {
    const message: unknown = JSON.parse(String(data))
    texts.push(String(data))
    messages.push(message)
    if (SIGNS_OF_LIFE.includes(Object(message).type)) return
    const waiter = waiting.shift()
    if (waiter) waiter(message)
    else unread.push(message)
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }))
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  return {
    messages,
    texts,
    closed,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next: async () => unread.shift() ?? new Promise((resolve) => waiting.push(resolve)),
    close: async () => {
      socket.close()
      await closed
    },
  }
}
