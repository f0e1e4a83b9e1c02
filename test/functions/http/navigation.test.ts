import { describe, expect, test } from 'vitest'
import { requireNavigation } from '../../../functions/http/navigation.js'

const origin = 'https://app.example'
const from = (headers: Record<string, string>) => new Request(origin, { headers })

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
    { 'sec-purpose': '', purpose: 'prefetch' },
    { 'x-moz': 'prefetch' },
    { 'x-purpose': 'preview' },
    { 'sec-fetch-dest': 'document', 'X-Purpose': 'Preview' },
  ])('S-START-04 R-15a refuses %j', (headers) => {
    expect(() => requireNavigation(from(headers as Record<string, string>))).toThrow(
      expect.objectContaining({ code: 'cross-site' }),
    )
  })
})
