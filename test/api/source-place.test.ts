import { pathToFileURL } from 'node:url'
import { expect, test, vi } from 'vitest'
import { repository } from '../../dev/repository.js'
import { testEnv } from '../support/test-env.js'

/** A request that fails where somebody asks for its cookies; all other headers are none. */
function failingWith(cookie: () => unknown) {
  const get = (name: string) => (name === 'cookie' ? cookie() : null)
  return { method: 'GET', url: 'https://app.example/api/auth/session', headers: { get } }
}

/** What the log of the function as it is deployed names as the cause. */
async function loggedCause(cookie: () => unknown): Promise<string> {
  const lines: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
  for (const [key, value] of Object.entries(testEnv())) vi.stubEnv(key, value)
  const bundle = pathToFileURL(`${repository}/.build/functions/auth/session.js`).href
  const { GET } = await import(/* @vite-ignore */ bundle)
  const response = await GET(failingWith(cookie))
  expect(response.status).toBe(500)
  return JSON.parse(lines.at(-1) ?? '').cause
}

test('the log names our file and line for a failure in a bundled function', async () => {
  expect(await loggedCause(() => 42)).toMatch(/^TypeError at functions\/(http|session)\/[\w-]+\.ts:\d+$/)
})

test('the log names the line of Node for a failure there, and none of ours in its place', async () => {
  const cause = await loggedCause(() => new URL('nothing'))
  expect(cause).toMatch(/^TypeError at new URL \(node:internal\/url:\d+:\d+\)$/)
})
