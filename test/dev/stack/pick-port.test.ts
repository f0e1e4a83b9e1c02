import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { listen } from '../../../dev/http/listen.js'
import { pickPort } from '../../../dev/stack/pick-port.js'

describe('pickPort', () => {
  it('pickPort() gives the wanted port when nobody has it', async () => {
    const free = await pickPort(0, [])
    expect(await pickPort(free, [])).toBe(free)
  })

  it('pickPort() gives ports that the system hands out to nobody, and each only once', async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, () => pickPort(0, [])))
    expect(new Set(ports).size).toBe(20)
    expect(Math.max(...ports)).toBeLessThan(32_768)
  })

  it('pickPort() moves on when another program or another part of the stack has it', async () => {
    const busy = await listen(createServer(), 0)
    const next = await pickPort(busy.port, [])
    expect(next).toBeGreaterThan(busy.port)
    expect(await pickPort(busy.port, [next])).toBeGreaterThan(next)
    await busy.close()
  })
})
