import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { repository } from '../../dev/repository.js'

const folder = `${repository}/hasura/migrations/default`
const list = readFileSync(new URL('frozen-migrations.json', import.meta.url), 'utf8')
/** SHA-256 of each file of a released migration. `test/fixtures/make-fixture.ts` adds those of a release. */
const frozen = Object.entries(z.record(z.string(), z.string()).parse(JSON.parse(list)))

test.each(frozen)('the released %s is as it was released', (path, digest) => {
  const file = `${folder}/${path}`
  const now = existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : 'gone'
  expect(
    now,
    `hasura/migrations/default/${path} is released, and databases have it: put it back as it was and add a new migration`,
  ).toBe(digest)
})

test('a migration that is not released comes after all that are', () => {
  const released = frozen.map(([path]) => path.split('/')[0] ?? '')
  const newest = released.map(Number.parseFloat).reduce((a, b) => Math.max(a, b))
  const others = readdirSync(folder).filter((name) => !released.includes(name))
  expect(released.length).toBeGreaterThan(0)
  expect(others.filter((name) => !(Number.parseFloat(name) > newest))).toEqual([])
})
