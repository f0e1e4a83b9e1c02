import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as send } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHost } from '../../../dev/host/start-host.js'
import { toCanonicalName } from '../../../dev/host/to-canonical-name.js'
import type { Listening } from '../../../dev/http/listen.js'
import { repository } from '../../../dev/repository.js'
import { pickPort } from '../../../dev/stack/pick-port.js'

const echo = `async (request) => Response.json({
  url: request.url,
  origin: request.headers.get('origin'),
  host: request.headers.get('x-forwarded-host'),
  body: await request.text(),
})`

let root: string
let host: Listening

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'names-'))
  for (const folder of ['api', 'static']) await mkdir(join(root, folder))
  await writeFile(join(root, 'package.json'), '{"type":"module"}')
  await writeFile(join(root, 'api/echo.ts'), `export const GET = ${echo}\nexport const POST = GET\n`)
  await writeFile(join(root, 'static/page.html'), 'a page')
  await cp(`${repository}/vercel.json`, join(root, 'vercel.json'))
  const port = await pickPort(0, [])
  host = await startHost({ root, port, env: { AUTH_URL: `http://127.0.0.1:${port}` } })
})

afterAll(async () => {
  await host.close()
  await rm(root, { recursive: true })
})

interface Answer {
  status: number | undefined
  location: string | undefined
  text: string
}

/** Asks by a name of this machine, whatever address that name has here. */
function ask(
  name: string,
  path: string,
  { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: object; body?: string } = {},
): Promise<Answer> {
  const named = { host: `${name}:${host.port}`, ...headers }
  return new Promise((resolve, reject) => {
    const sent = send({ host: '127.0.0.1', port: host.port, path, method, headers: named }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => {
        text += String(chunk)
      })
      const { statusCode: status, headers } = response
      response.on('end', () => resolve({ status, location: headers.location, text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const html = { accept: 'text/html' }

describe('toCanonicalName()', () => {
  it.each([
    ['localhost', 'GET', '/page?a=1&a=%2F', {}],
    ['localhost', 'HEAD', '/page', {}],
    ['[::1]', 'GET', '/nothing?here', html],
    ['localhost', 'GET', '/api/echo?returnTo=/notes', html],
    ['localhost', 'GET', '/api/echo', { 'sec-fetch-mode': 'navigate' }],
    ['localhost', 'GET', '//elsewhere.example/x', html],
  ])('sends who looks at %s by %s %s to the one name', async (name, method, path, headers) => {
    const { status, location } = await ask(name, path, { method, headers })
    expect([status, location]).toEqual([307, `${host.url}${path}`])
  })

  it('leaves the one name alone, and names that are not of this machine', async () => {
    expect(await ask('127.0.0.1', '/page')).toMatchObject({ status: 200, text: 'a page' })
    expect(await ask('app.example', '/page')).toMatchObject({ status: 200, text: 'a page' })
  })

  it('takes a call from a program as if it had come by the one name', async () => {
    const headers = { origin: `http://localhost:${host.port}` }
    const { text } = await ask('localhost', '/api/echo?a=1', { method: 'POST', headers, body: 'sent' })
    const { host: named } = new URL(host.url)
    expect(JSON.parse(text)).toEqual({
      url: `${host.url}/api/echo?a=1`,
      origin: host.url,
      host: named,
      body: 'sent',
    })
  })

  it.each(['http://localhost:1', 'http://evil.example', 'null'])(
    'does not make the origin %s our own',
    async (origin) => {
      const { text } = await ask('localhost', '/api/echo', { method: 'POST', headers: { origin } })
      expect(JSON.parse(text)).toMatchObject({ origin })
    },
  )

  it('does not make the other name our own for a call that came by the one name', async () => {
    const headers = { origin: `http://localhost:${host.port}` }
    const { text } = await ask('127.0.0.1', '/api/echo', { method: 'POST', headers })
    expect(JSON.parse(text)).toMatchObject(headers)
  })

  it.each([undefined, '', 'not a url', 'https://app.example.com'])(
    'leaves every name alone when AUTH_URL is %s',
    (authUrl) => {
      const request = new Request('http://localhost:3000/page')
      expect(toCanonicalName(request, authUrl)).toBe(request)
    },
  )
})
