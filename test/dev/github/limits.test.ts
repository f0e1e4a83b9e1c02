import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { passingFaults } from '../../../dev/github/random-faults.js'
import type { Github } from '../../../dev/github/start-github.js'
import { callApi, startTestGithub, tokenFor } from './local-github.js'

let github: Github
let now = Date.now()

beforeAll(async () => {
  github = await startTestGithub({ hourlyLimit: 5, now: () => now })
})

afterAll(() => github.close())

afterEach(() => {
  github.clearFaults()
  now += 3_600_000
})

const paths = ['/user', '/user/emails', '/user/memberships/orgs', '/user/teams']

describe('rate limit', () => {
  it.each(paths)('of %s tells what is left with every answer, and a 304 costs nothing', async (path) => {
    const token = await tokenFor(github, 'ada', 'user:email read:org')
    const first = await callApi(github, path, token)
    const etag = first.headers.get('etag') ?? ''
    expect([first.headers.get('x-ratelimit-remaining'), etag]).toEqual(['4', expect.stringMatching(/^W\/"/)])
    for (let time = 0; time < 6; time += 1) {
      const again = await callApi(github, path, token, { 'if-none-match': etag })
      expect([again.status, again.headers.get('x-ratelimit-remaining')]).toEqual([304, '4'])
    }
  })

  it('is counted by person, refuses what is beyond, and ends with the hour', async () => {
    const [one, other] = [await tokenFor(github, 'ada'), await tokenFor(github, 'ada')]
    for (let call = 0; call < 5; call += 1)
      expect((await callApi(github, '/user', call % 2 ? one : other)).status).toBe(200)
    const refused = await callApi(github, '/user', one)
    expect([refused.status, refused.headers.get('x-ratelimit-remaining')]).toEqual([403, '0'])
    const resetsAt = Number(refused.headers.get('x-ratelimit-reset')) * 1000
    expect(resetsAt - now).toBeGreaterThan(3_590_000)
    expect((await callApi(github, '/user', await tokenFor(github, 'ben'))).status).toBe(200)
    now += 3_600_000
    expect((await callApi(github, '/user', one)).status).toBe(200)
  })
})

describe('failures at random', () => {
  const shapes = passingFaults.filter(({ kind }) => kind === 'answer')
  const outcomes = async (seed: number) => {
    github.failRandomly({ seed, share: 0.5, paths: /^\/api\/v3\/user$/, shapes })
    const answers: number[] = []
    for (let call = 0; call < 12; call += 1) {
      const response = await fetch(`${github.url}/api/v3/user`, { redirect: 'manual' })
      answers.push(response.status)
    }
    return answers
  }

  it('are the same for the same seed, others for another, and none on other paths', async () => {
    const first = await outcomes(1)
    expect(await outcomes(1)).toEqual(first)
    expect(await outcomes(2)).not.toEqual(first)
    // Without a token the usual answer is 401: some calls failed, and some did not.
    expect(new Set(first).size).toBeGreaterThan(2)
    expect(first).toContain(401)
    for (let call = 0; call < 12; call += 1)
      expect((await fetch(`${github.url}/api/v3/user/emails`)).status).toBe(401)
  })
})
