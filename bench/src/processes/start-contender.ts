import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as z from 'zod'
import { benchFolder } from '../bench-folder.js'
import type { Runtime } from '../runtimes/find-runtimes.js'
import { childEnvironment, programFolder, type Variables } from './ask-once.js'

const replyShape = z.strictObject({
  status: z.number(),
  location: z.string().nullable(),
  setCookies: z.array(z.string()),
  body: z.string(),
  /** User and system, of the whole process, for all times together. */
  cpuMicros: z.number(),
})

export type Reply = z.output<typeof replyShape>

interface Asked {
  url: string
  method?: string
  headers?: Variables
  body?: string
  /** How often the same request is handled before the reply, one after the other. */
  times?: number
}

/** A contender in a process of its own, which handles requests without a server before it. */
export interface Contender {
  pid: number
  ask(request: Asked): Promise<Reply>
  close(): Promise<void>
}

const messageShape = z.union([
  z.strictObject({ ready: z.literal(true) }),
  z.strictObject({ failed: z.string() }),
  z.strictObject({ reply: replyShape }),
])

/** @param file the contender: a file of contenders/programs/ that exports `handle` */
export async function startContender(
  { execPath }: Runtime,
  file: string,
  given: Variables = {},
): Promise<Contender> {
  const child = spawn(execPath, [`${programFolder}/serve.mjs`, file], {
    cwd: benchFolder,
    env: childEnvironment(given),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended: Promise<never> = once(child, 'exit').then(() => Promise.reject(new Error(`${file} ended`)))
  ended.catch(() => undefined)
  const nextMessage = async () => messageShape.parse((await Promise.race([once(child, 'message'), ended]))[0])
  await nextMessage()
  return {
    pid: child.pid ?? 0,
    async ask(request) {
      const answered = nextMessage()
      child.send(request)
      const message = await answered
      if ('reply' in message) return message.reply
      throw new Error(`${file}: ${'failed' in message ? message.failed : 'no reply'}`)
    },
    async close() {
      if (child.exitCode !== null) return
      child.disconnect()
      await once(child, 'exit')
    },
  }
}
