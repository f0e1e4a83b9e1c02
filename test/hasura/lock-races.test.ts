import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { repository } from '../../dev/repository.js'
import type { Database } from '../../engine/src/index.js'
import { openTestDatabase } from '../../engine/test/support/test-database.js'
import { crowdedPerson, type Operation, races } from '../support/racing-operations.js'

// On the server of TEST_DATABASE_URL they meet; embedded, they take turns, of which there are two.
const rounds = process.env['TEST_DATABASE_URL'] ? 60 : 2
const folder = `${repository}/hasura/migrations/default`
let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
  for (const name of readdirSync(folder).sort()) {
    await database.exec(readFileSync(`${folder}/${name}/up.sql`, 'utf8'))
  }
})

afterAll(() => database.close())

test.each(races)(
  'R-14a %s never deadlocks',
  async (_name, one, other) => {
    const failures: string[] = []
    // Statements that are sent together are one transaction.
    const attempt = (operation: Operation) =>
      database.exec(operation.join('\n')).catch((error: unknown) => failures.push(String(error)))
    for (let round = 0; round < rounds; round += 1) {
      await database.exec(crowdedPerson)
      await Promise.all(round % 2 === 0 ? [attempt(one), attempt(other)] : [attempt(other), attempt(one)])
    }
    expect(failures.filter((failure) => failure.includes('deadlock'))).toEqual([])
  },
  120_000,
)
