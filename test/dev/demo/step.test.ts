import { afterEach, describe, expect, it, vi } from 'vitest'
import { shorten, step } from '../../../dev/demo/step.js'

afterEach(() => vi.restoreAllMocks())

describe('a step of the demo', () => {
  it('step() prints its name and what it found, and gives its result', async () => {
    const written: string[] = []
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0)
    const result = await step('mutation login', async (say) => {
      say('user 1')
      return 'done'
    })
    expect([result, written.join('')]).toEqual(['done', '\n• mutation login\n    user 1\n'])
  })

  it('step() names the step that failed, and why', async () => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    const attempt = step('mutation login', () => Promise.reject(new Error('GitHub does not answer.')))
    await expect(attempt).rejects.toThrow('Step failed: mutation login\n  GitHub does not answer.')
  })

  it('shorten() shows no more than the ends of a token', () => {
    expect(shorten('a'.repeat(200))).toHaveLength(17)
    expect(shorten('short')).toBe('short')
  })
})
