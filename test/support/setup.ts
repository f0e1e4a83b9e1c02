import { afterAll, afterEach, beforeEach, expect, vi } from 'vitest'

const watched = ['error', 'warn'] as const
const printed: string[] = []

/** A test that expects console output spies on the method itself, which takes the call away from this watch. */
beforeEach(() => {
  for (const method of watched) {
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => {
      printed.push(`console.${method}: ${values.map(String).join(' ')}`)
    })
  }
})

afterEach(() => {
  expect(printed.splice(0), 'unexpected console output').toEqual([])
})

/** Vitest takes stubs back before the next test: in a shared process the next file's set-up would still meet them. */
afterAll(() => {
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
})
