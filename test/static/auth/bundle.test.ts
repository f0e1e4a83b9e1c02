import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, expectTypeOf, it, test } from 'vitest'
import { bundleClient, clientFile } from '../../../dev/client/bundle-client.js'
import type { ErrorCode } from '../../../functions/failures.js'
import { failures } from '../../../functions/failures.js'
import type * as declared from '../../../static/auth.js'
import { AuthError } from '../../../static/auth/auth-error.js'
import { endingCodes } from '../../../static/auth/codes.js'
import type * as written from '../../../static/auth/index.js'

const served = readFileSync(clientFile, 'utf8')

describe('/auth.js', () => {
  it('C-11 is what `npm run build:client` makes of static/auth, byte for byte', async () => {
    expect(served).toBe(await bundleClient())
  })

  it('C-11 takes 4 KB at most on the way', () => {
    expect(gzipSync(served).length).toBeLessThanOrEqual(4096)
  })

  it('lets a process of Node end that made a client', () => {
    const script = `import { createAuth } from ${JSON.stringify(pathToFileURL(clientFile))}; createAuth()`
    const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { timeout: 20_000 })
    expect(status).toBe(0)
  })

  it('C-11 is one module that needs no other', () => {
    expect(served).not.toMatch(/\bimport\b|\brequire\(/)
  })
})

/** Codes that no page meets: those of devices, of addresses that are no API, and of requests that the client never sends. */
type NotForPages =
  | 'authorization-pending'
  | 'slow-down'
  | 'cookie-missing'
  | 'other-sign-in'
  | 'not-found'
  | 'method-not-allowed'
  | 'payload-too-large'
  | 'unsupported-media-type'
type OfClient = 'failed' | 'server-error' | 'storage-blocked' | 'unreachable'

test('static/auth.d.ts says what static/auth does', () => {
  expectTypeOf<typeof written.createAuth>().toEqualTypeOf<typeof declared.createAuth>()
  expectTypeOf<InstanceType<typeof written.AuthError>>().toExtend<declared.AuthError>()
  expectTypeOf<declared.AuthErrorCode>().toEqualTypeOf<Exclude<ErrorCode, NotForPages> | OfClient>()
})

describe('AuthError', () => {
  const notForPages = (code: string) =>
    /^(authorization-|slow-|cookie-|other-|not-|method-|payload-|unsupported-)/.test(code)

  it.each(Object.keys(failures).filter((code) => !notForPages(code)))('knows %s', (code) => {
    expect(new AuthError(code).code).toBe(code)
  })

  it.each(['<svg>', 'toString', '', undefined])('C-02 takes %j for a failure without a code', (code) => {
    expect(new AuthError(code).code).toBe('failed')
  })

  it('tells the codes that end a session as the functions do', () => {
    const ending = Object.entries(failures).filter(([, { traits }]) =>
      (traits as readonly string[]).includes('endsSession'),
    )
    expect(ending.map(([code]) => code).sort()).toEqual([...endingCodes].sort())
  })
})
