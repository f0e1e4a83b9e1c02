import { createServer } from 'node:http'
import { expect, it } from 'vitest'
import { listen } from '../../dev/http/listen.js'
import { aliveCheck } from './alive-check.js'

const serve = (port = 0) =>
  listen(
    createServer((_request, response) => void response.writeHead(500).end()),
    port,
  )

it('aliveCheck() passes while everything answers, whatever it answers', async () => {
  const [host, engine] = [await serve(), await serve()]
  await aliveCheck({ host: host.url, engine: engine.url }, [])()
  await host.close()
  await engine.close()
})

it('aliveCheck() names the part that is gone and what was logged last, and finds the stack lost from then on', async () => {
  const [host, engine] = [await serve(), await serve()]
  const check = aliveCheck({ host: host.url, engine: engine.url }, ['out of memory'])
  await check()
  await engine.close()
  const message = `This file has lost its stack: the engine does not answer at ${engine.url}\n  out of memory`
  await expect(check()).rejects.toThrow(message)
  await host.close()
  const again = await serve(engine.port)
  await expect(check()).rejects.toThrow(message)
  await again.close()
})
