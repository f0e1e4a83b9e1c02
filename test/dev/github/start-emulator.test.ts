import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedPeople } from '../../../dev/github/people.js'
import { type GithubEmulator, startEmulator } from '../../../dev/github/start-emulator.js'

let emulator: GithubEmulator

beforeAll(async () => {
  emulator = await startEmulator({ people: seedPeople(), clientId: 'id', clientSecret: 'secret' })
})

afterAll(() => emulator?.close())

/** Of the calls that come without a token. */
async function remaining(): Promise<number> {
  const answer = await fetch(`${emulator.url}/rate_limit`)
  await answer.body?.cancel()
  return Number(answer.headers.get('x-ratelimit-remaining'))
}

describe('issueToken()', () => {
  it('gives each time another token, and uses up nothing that others have a share in', async () => {
    const before = await remaining()
    const tokens = []
    for (let index = 0; index < 3; index += 1) tokens.push(await emulator.issueToken('ada', ['user:email']))
    expect(new Set(tokens).size).toBe(3)
    expect(before - (await remaining())).toBe(1)
  })
})
