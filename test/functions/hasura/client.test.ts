import { expect, test } from 'vitest'
import { z } from 'zod'
import { operation } from '../../../functions/hasura/operation.js'
import { fakeWorld } from '../../support/fake-world.js'

test.each([
  { errors: [{ message: 'a gateway speaks' }] },
  { errors: [] },
  { errors: [{ message: 'no', extensions: { code: 7 } }] },
])('S-ERR-02 an answer without a code of Hasura is an unavailable Hasura: %j', async (body) => {
  const world = fakeWorld()
  world.hasura.always(() => Response.json(body))
  const any = operation<object>('query Any { any }').answering(z.object({ any: z.string() }))
  const asked = world.deps.hasura.run(any, {})
  await expect(asked).rejects.toMatchObject({ code: 'hasura-unavailable' })
})
