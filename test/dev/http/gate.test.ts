import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test, vi } from 'vitest'
import { startGate } from '../../../dev/http/gate.js'
import { listen } from '../../../dev/http/listen.js'

test('open() passes on, whole, what waits, also when its sender has given up', async () => {
  const bodies: string[] = []
  const server = await listen(
    createServer(async (incoming, outgoing) => {
      bodies.push(await text(incoming))
      outgoing.end('read')
    }),
    0,
  )
  const gate = await startGate(0, server.url)
  gate.hold('/')
  const patient = fetch(gate.url, { method: 'POST', body: 'patient' })
  const giveUp = new AbortController()
  const hasty = fetch(gate.url, { method: 'POST', body: 'hasty', signal: giveUp.signal })
  await vi.waitUntil(() => gate.waiting() === 2)
  giveUp.abort()
  await expect(hasty).rejects.toThrow('aborted')
  gate.open()
  expect(await (await patient).text()).toBe('read')
  await vi.waitUntil(() => bodies.length === 2)
  expect(bodies.sort()).toEqual(['hasty', 'patient'])
  await Promise.all([gate.close(), server.close()])
})

test('cutAfter() lets so many requests pass and breaks off the others', async () => {
  const server = await listen(
    createServer((_, outgoing) => outgoing.end('passed')),
    0,
  )
  const gate = await startGate(0, server.url)
  gate.cutAfter(2)
  const ask = () =>
    fetch(gate.url).then(
      (answer) => answer.text(),
      () => 'cut',
    )
  expect([await ask(), await ask(), await ask(), await ask()]).toEqual(['passed', 'passed', 'cut', 'cut'])
  gate.drop()
  expect(await ask()).toBe('passed')
  await Promise.all([gate.close(), server.close()])
})
