import { describe, expect, test } from 'vitest'
import { requireSameOrigin } from '../../../functions/http/origin.js'

const origin = 'https://app.example'
const from = (headers: Record<string, string>) => new Request(origin, { headers })

describe('requireSameOrigin()', () => {
  test.each([{ origin }, { 'sec-fetch-site': 'same-origin' }, { origin, 'sec-fetch-site': 'same-origin' }])(
    'accepts the proof %j',
    (headers) => {
      expect(() => requireSameOrigin(from(headers as Record<string, string>), origin)).not.toThrow()
    },
  )

  test.each([
    {},
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { origin: 'https://app.example.evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { origin, 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
  ])('S-SESS-06 S-CVE-11 refuses %j', (headers) => {
    const request = from(headers as Record<string, string>)
    expect(() => requireSameOrigin(request, origin)).toThrow(expect.objectContaining({ code: 'cross-site' }))
  })
})

test.each([
  ['https://app.example', undefined],
  ['http://127.0.0.1:3000', expect.stringContaining('http://localhost:3000')],
])('requireSameOrigin() names the other origin in the log, and for %s the caller hears %s', (own, hint) => {
  const request = new Request(own, { headers: { origin: 'http://localhost:3000/a-path' } })
  const reason = `the origin is http://localhost:3000, and our own pages are at ${own} (AUTH_URL)`
  expect(() => requireSameOrigin(request, own)).toThrow(expect.objectContaining({ reason, hint }))
})
