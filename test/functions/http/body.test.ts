import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { readJson } from '../../../functions/http/body.js'

const rule = { maxBytes: 100, shape: z.strictObject({ name: z.string() }) }

function post(body: BodyInit, type = 'application/json'): Request {
  const init = { method: 'POST', body, headers: { 'content-type': type }, duplex: 'half' }
  return new Request('https://app.example', init as RequestInit)
}

describe('readJson()', () => {
  test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON'])(
    'reads %s',
    async (type) => {
      expect(await readJson(post('{"name":"x"}', type), rule)).toEqual({ name: 'x' })
    },
  )

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'S-HTTP-02 refuses %j',
    async (type) => {
      await expect(readJson(post('{"name":"x"}', type), rule)).rejects.toMatchObject({ status: 415 })
    },
  )

  test('S-HTTP-07 refuses a long body, also when no length was announced', async () => {
    const long = `{"name":"${'x'.repeat(100)}"}`
    await expect(readJson(post(long), rule)).rejects.toMatchObject({ status: 413 })
    const stream = new Response(long).body
    await expect(readJson(post(stream ?? ''), rule)).rejects.toMatchObject({ status: 413 })
  })

  test('R-12a waits five seconds for a body, and then does nothing with it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const begun = new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from('{"name":"x"}')) })
    const reading = readJson(post(begun), rule)
    const refused = expect(reading).rejects.toMatchObject({ status: 408, code: 'invalid-input' })
    await vi.advanceTimersByTimeAsync(5_000)
    await refused
    vi.useRealTimers()
  })

  test.each([
    '',
    '{',
    'null',
    '[]',
    '"text"',
    '{"name":1}',
    '{"name":"x","more":1}',
    '{"__proto__":{"name":"x"}}',
    '{"name":"x","__proto__":{"admin":true}}',
    '{"constructor":{"prototype":{}}}',
    '['.repeat(99),
  ])('S-HTTP-08 refuses %j', async (body) => {
    await expect(readJson(post(body), rule)).rejects.toMatchObject({ status: 400, code: 'invalid-input' })
  })
})
