import { describe, expect, test } from 'vitest'
import { requireNavigation, requireSameOrigin } from '../../../functions/http/origin.js'

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

describe('requireNavigation()', () => {
  test.each([{}, { 'sec-fetch-dest': 'document' }])('accepts %j', (headers) => {
    expect(() => requireNavigation(from(headers as Record<string, string>))).not.toThrow()
  })

  test.each([
    { 'sec-fetch-dest': 'image' },
    { 'sec-fetch-dest': 'iframe' },
    { 'sec-fetch-dest': 'empty' },
    { 'sec-fetch-dest': 'document', 'sec-purpose': 'prefetch;prerender' },
    { purpose: 'prefetch' },
  ])('S-START-04 refuses %j', (headers) => {
    expect(() => requireNavigation(from(headers as Record<string, string>))).toThrow(
      expect.objectContaining({ code: 'cross-site' }),
    )
  })
})
