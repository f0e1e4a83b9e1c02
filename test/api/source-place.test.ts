import { pathToFileURL } from 'node:url'
import { expect, test, vi } from 'vitest'
import { repository } from '../../dev/repository.js'
import { testEnv } from '../support/test-env.js'

/** A request whose headers are none: whoever reads them fails in a line of ours. */
const broken = {
  url: 'https://app.example/api/auth/session',
  headers: { get: (name: string) => (name === 'cookie' ? 42 : null) },
}

test('the log names our file and line for a failure in a bundled function', async () => {
  const lines: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
  for (const [key, value] of Object.entries(testEnv())) vi.stubEnv(key, value)
  const bundle = pathToFileURL(`${repository}/.build/functions/auth/session.js`).href
  const { GET } = await import(/* @vite-ignore */ bundle)
  const response = await GET({ ...broken, method: 'GET' })
  expect(response.status).toBe(500)
  const { cause } = JSON.parse(lines.at(-1) ?? '')
  expect(cause).toMatch(/^TypeError at functions\/(http|session)\/[\w-]+\.ts:\d+$/)
})
