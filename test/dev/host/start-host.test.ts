import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHost } from '../../../dev/host/start-host.js'
import type { Listening } from '../../../dev/http/listen.js'

const vercelJson = {
  framework: null,
  buildCommand: null,
  outputDirectory: 'static',
  cleanUrls: true,
  trailingSlash: false,
  regions: ['iad1'],
  functions: { 'api/**/*.ts': { maxDuration: 1 } },
  rewrites: [
    { source: '/login', destination: '/signin' },
    { source: '/.well-known/echo', destination: '/api/echo' },
  ],
  headers: [
    { source: '/(.*)', headers: [{ key: 'X-Everywhere', value: 'yes' }] },
    { source: '/api/(.*)', headers: [{ key: 'Cache-Control', value: 'no-store' }] },
    { source: '/types.d.ts', headers: [{ key: 'Content-Type', value: 'text/plain' }] },
  ],
}

const echo = `(request) => Response.json({
  url: request.url, method: request.method, headers: Object.fromEntries(request.headers), secret: process.env.HOST_TEST_VALUE,
})`

const tree: Record<string, string> = {
  'vercel.json': JSON.stringify(vercelJson),
  'package.json': '{}',
  'functions/config.ts': 'export const config = {}',
  'api/_runtime.ts': 'export const GET = () => new Response("no")',
  'api/_lib/helper.ts': 'export const GET = () => new Response("no")',
  'api/echo.ts': `export const GET = ${echo}
    export const POST = async (request) => new Response(await request.text(), { headers: { 'cache-control': 'private' } })`,
  'api/index.ts': 'export const GET = () => new Response("index")',
  'api/whole.ts': `export default { fetch: ${echo} }`,
  'api/items/[item].ts': `export const GET = ${echo}`,
  'api/cookies.ts': `export const GET = () => {
    const headers = new Headers()
    headers.append('set-cookie', 'a=1'); headers.append('set-cookie', 'b=2')
    return new Response('', { headers })
  }`,
  'api/bundled.ts': 'export const GET = () => new Response("source")',
  '.build/functions/bundled.js': 'export const GET = () => new Response("bundle")',
  'api/throws.ts': 'export const GET = () => { throw new Error("secret detail") }',
  'api/nothing.ts': 'export const GET = () => undefined',
  'api/silent.ts': 'export const GET = () => new Promise(() => undefined)',
  'static/index.html': '<h1>home</h1>',
  'static/signin.html': '<h1>sign in</h1>',
  'static/404.html': '<h1>not here</h1>',
  'static/app/main.js': 'export {}',
  'static/style.css': 'body {}',
  'static/deep/index.html': 'deep',
  'static/types.d.ts': 'export {}',
}

let root: string
let host: Listening
const lines: string[] = []

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'host-'))
  for (const [name, text] of Object.entries(tree)) {
    await mkdir(dirname(join(root, name)), { recursive: true })
    await writeFile(join(root, name), text)
  }
  await symlink(join(root, 'package.json'), join(root, 'static/package.json'))
  host = await startHost({
    root,
    port: 0,
    env: { HOST_TEST_VALUE: 'from-env' },
    log: (line) => lines.push(line),
  })
})

afterAll(async () => {
  await host.close()
  await rm(root, { recursive: true })
})

function get(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${host.url}${path}`, { redirect: 'manual', ...init })
}

/** Sends bytes that fetch would tidy up first. */
function getRaw(target: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(host.port, '127.0.0.1')
    let text = ''
    socket.on('data', (chunk) => {
      text += String(chunk)
    })
    socket.on('end', () => resolve(text))
    socket.on('error', reject)
    socket.write(`GET ${target} HTTP/1.1\r\nHost: app.example\r\nConnection: close\r\n\r\n`)
  })
}

describe('functions', () => {
  it('startHost() answers with the export named after the method and gives it the environment', async () => {
    const answer = await (await get('/api/echo?a=1&a=2')).json()
    expect(answer).toMatchObject({ method: 'GET', url: `${host.url}/api/echo?a=1&a=2`, secret: 'from-env' })
    const posted = await get('/api/echo', { method: 'POST', body: 'payload' })
    expect(await posted.text()).toBe('payload')
  })

  it('startHost() runs what is built of a function', async () => {
    expect(await (await get('/api/bundled')).text()).toBe('bundle')
  })

  it('startHost() sends a method without an export away with a bare 405, HEAD included', async () => {
    for (const method of ['DELETE', 'HEAD', 'OPTIONS']) {
      const response = await get('/api/echo', { method })
      expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, null])
    }
  })

  it('startHost() calls the fetch of a default export for every method', async () => {
    expect(await (await get('/api/whole', { method: 'PATCH' })).json()).toMatchObject({ method: 'PATCH' })
  })

  it('startHost() gives a dynamic segment as a query parameter that does not replace the sent one', async () => {
    const answer = await (await get('/api/items/a%20b?x=1')).json()
    expect(answer).toMatchObject({ url: `${host.url}/api/items/a%20b?x=1&item=a%20b` })
    const claimed = await (await get('/api/items/real?item=claimed')).json()
    expect(claimed).toMatchObject({ url: `${host.url}/api/items/real?item=claimed` })
    expect((await get('/api/items/a/b')).status).toBe(404)
  })

  it('startHost() makes no function of files and folders that start with an underscore', async () => {
    for (const path of ['/api/_runtime', '/api/_lib/helper', '/api/_runtime.ts']) {
      expect([path, (await get(path)).status === 200]).toEqual([path, false])
    }
  })

  it('startHost() keeps every Set-Cookie line', async () => {
    expect((await get('/api/cookies')).headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  it('S-VERCEL-08 replaces what a client says about its address and host', async () => {
    const forged = {
      'x-forwarded-for': '9.9.9.9',
      'x-forwarded-host': 'evil.example',
      'x-real-ip': '9.9.9.9',
      forwarded: 'for=9',
    }
    const { headers } = await (
      await get('/api/echo', { headers: { ...forged, 'x-vercel-id': 'forged' } })
    ).json()
    expect(headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-real-ip': '127.0.0.1',
      'x-forwarded-host': host.url.slice('http://'.length),
      'x-forwarded-proto': 'http',
    })
    expect(headers).not.toHaveProperty('forwarded')
    expect(headers).not.toHaveProperty('x-vercel-id')
  })

  it('startHost() answers 500 without the reason when a function throws or returns no Response, and logs it', async () => {
    lines.length = 0
    for (const path of ['/api/throws', '/api/nothing']) {
      const response = await get(path)
      const body = await response.text()
      expect([response.status, body.includes('secret detail')]).toEqual([500, false])
    }
    expect(lines).toEqual([
      expect.stringContaining('secret detail'),
      expect.stringContaining('did not return a Response'),
    ])
  })

  it('startHost() answers 504 when a function outlives maxDuration', async () => {
    const response = await get('/api/silent')
    expect([response.status, response.headers.get('x-vercel-error')]).toEqual([
      504,
      'FUNCTION_INVOCATION_TIMEOUT',
    ])
  })
})

describe('pages', () => {
  it('startHost() serves pages under clean URLs and moves the others there', async () => {
    expect(await (await get('/')).text()).toBe('<h1>home</h1>')
    expect(await (await get('/signin')).text()).toBe('<h1>sign in</h1>')
    expect(await (await get('/deep')).text()).toBe('deep')
    const moved = await Promise.all(
      ['/signin.html?a=1', '/index.html', '/signin/', '/api/echo.ts'].map((path) => get(path)),
    )
    expect(moved.map((response) => [response.status, response.headers.get('location')])).toEqual([
      [308, '/signin?a=1'],
      [308, '/'],
      [308, '/signin'],
      [308, '/api/echo'],
    ])
  })

  it('startHost() follows rewrites to pages and functions without changing what the function sees as its path', async () => {
    expect(await (await get('/login')).text()).toBe('<h1>sign in</h1>')
    expect(await (await get('/.well-known/echo')).json()).toMatchObject({
      url: `${host.url}/.well-known/echo`,
    })
  })

  it('startHost() names the type of each file, and answers 304 to a known ETag', async () => {
    const types = await Promise.all(
      ['/', '/app/main.js', '/style.css'].map(async (path) => (await get(path)).headers.get('content-type')),
    )
    expect(types).toEqual([
      'text/html; charset=utf-8',
      'text/javascript; charset=utf-8',
      'text/css; charset=utf-8',
    ])
    const etag = (await get('/style.css')).headers.get('etag') ?? ''
    expect((await get('/style.css', { headers: { 'if-none-match': etag } })).status).toBe(304)
    expect((await get('/style.css', { method: 'POST' })).status).toBe(405)
  })

  it('startHost() answers 404 with the 404 page, and plainly below /api', async () => {
    const page = await get('/missing')
    expect([page.status, await page.text()]).toEqual([404, '<h1>not here</h1>'])
    const api = await get('/api/missing')
    expect([api.status, await api.text()]).toEqual([404, expect.stringContaining('NOT_FOUND')])
  })

  it('S-VERCEL-02 serves nothing outside static/, links included', async () => {
    const paths = [
      '/functions/config.ts',
      '/package.json',
      '/vercel.json',
      '/static/style.css',
      '/%2e%2e/package.json',
      '/..%2fpackage.json',
    ]
    for (const path of paths) expect([path, (await get(path)).status]).toEqual([path, 404])
    for (const target of ['/../package.json', '/app/../../package.json', '/app/..%5c..%5cpackage.json']) {
      expect([target, (await getRaw(target)).split('\r\n')[0]]).toEqual([target, 'HTTP/1.1 404 Not Found'])
    }
  })

  it('S-REDIR-05 never redirects off the site for a path with several slashes', async () => {
    const targets = [
      '//evil.example/',
      '//evil.example/index.html',
      '///evil.example/x.html',
      '/\\evil.example/',
    ]
    for (const target of targets) {
      const location = /^location: (.*)$/im.exec(await getRaw(target))?.[1] ?? '/'
      expect([target, new URL(location, 'https://app.example').host]).toEqual([target, 'app.example'])
    }
  })
})

describe('a path with several slashes', () => {
  it('startHost() redirects whoever reads, and takes what is sent with single slashes', async () => {
    for (const method of ['GET', 'HEAD']) {
      const response = await get('//api/echo?a=1', { method })
      expect([response.status, response.headers.get('location')]).toEqual([308, '/api/echo?a=1'])
    }
    const sent = await get('//api/echo', { method: 'POST', body: 'payload' })
    expect([sent.status, await sent.text()]).toEqual([200, 'payload'])
    const elsewhere = await get('//evil.example/', { method: 'POST' })
    expect([elsewhere.status, elsewhere.headers.get('location')]).toEqual([308, '/evil.example'])
  })
})

describe('headers of vercel.json', () => {
  it('startHost() adds them by path, and leaves a header that the function sets itself', async () => {
    const page = await get('/signin')
    expect([page.headers.get('x-everywhere'), page.headers.get('cache-control')]).toEqual([
      'yes',
      'public, max-age=0, must-revalidate',
    ])
    const api = await get('/api/echo')
    expect([api.headers.get('x-everywhere'), api.headers.get('cache-control')]).toEqual(['yes', 'no-store'])
    const own = await get('/api/echo', { method: 'POST', body: '' })
    expect(own.headers.get('cache-control')).toBe('private')
  })

  it('startHost() takes the type of a file from there', async () => {
    expect((await get('/types.d.ts')).headers.get('content-type')).toBe('text/plain')
  })

  it('startHost() refuses a vercel.json with a key that it does not keep', async () => {
    const other = await mkdtemp(join(tmpdir(), 'host-'))
    await mkdir(join(other, 'api'))
    await writeFile(join(other, 'vercel.json'), JSON.stringify({ ...vercelJson, redirects: [] }))
    await expect(startHost({ root: other, port: 0 })).rejects.toThrow('redirects')
    await rm(other, { recursive: true })
  })
})
