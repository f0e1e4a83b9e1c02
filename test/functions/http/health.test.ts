import { expect, test } from 'vitest'
import { health } from '../../../functions/http/health.js'
import { keyIdOf } from '../../../functions/seal/key-ring.js'
import { fakeWorld } from '../../support/fake-world.js'
import { secret } from '../../support/test-env.js'

test('R-06a health() says by their ids which secrets sign, are accepted and are retired, and asks nobody', async () => {
  const [current, next, previous, given] = [secret(), secret(), secret(), keyIdOf(secret())]
  const world = fakeWorld({
    AUTH_SECRET: current,
    AUTH_SECRETS_ACCEPTED: ` ${current},${next}\n`,
    AUTH_SECRET_PREVIOUS: previous,
    AUTH_SECRETS_RETIRED: given,
  })
  const answer = await health(new Request('https://app.example/api/health'), world.deps)
  const text = await answer.text()
  const [signs, ...others] = [current, next, previous].map(keyIdOf)
  expect(JSON.parse(text)).toMatchObject({
    status: 'ok',
    keys: { signs, accepts: [signs, ...others], retired: [given] },
  })
  for (const one of [current, next, previous]) expect(text).not.toContain(one)
  expect(world.calls).toEqual([])
})
