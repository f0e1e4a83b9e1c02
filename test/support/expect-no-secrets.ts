import { expect } from 'vitest'
import type { TestStack } from './test-stack.js'

/** Texts that only a token of GitHub, a signed or sealed token, or a refresh token has. */
const tokenShapes =
  /\bgh[oupsr]_\w{10,}|\beyJ[\w-]{20,}\.|\bv[12]\.[0-9a-f-]{36}\.\d+\.(?:[\w-]{10}\.)?[\w-]{43}/

/** Looks through everything that functions and engine of a stack have logged so far. */
export function expectNoSecrets({ lines, secrets }: TestStack, happened: string): void {
  const text = lines.join('\n')
  expect(text).toContain(happened)
  for (const [name, secret] of Object.entries(secrets)) {
    if (name !== 'githubClientId') expect([name, text.includes(secret)]).toEqual([name, false])
  }
  expect(tokenShapes.exec(text)?.[0]).toBeUndefined()
}
