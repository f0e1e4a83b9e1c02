import { readdirSync, readFileSync } from 'node:fs'
import { type FieldNode, Kind, parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { repository } from '../../dev/repository.js'
import type { Database } from '../../engine/src/index.js'
import { openTestDatabase } from '../../engine/test/support/test-database.js'
import { findOperations } from '../support/find-operations.js'

const folder = `${repository}/hasura/migrations/default`
const operations = await findOperations()
let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
  for (const name of readdirSync(folder).sort()) {
    await database.exec(readFileSync(`${folder}/${name}/up.sql`, 'utf8'))
  }
})

afterAll(() => database.close())

/** The fields of a document, in the order in which Hasura runs them. */
function fieldsOf(document: string): string[] {
  const fields = parse(document).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [],
  )
  return fields.filter((field): field is FieldNode => field.kind === Kind.FIELD).map(({ name }) => name.value)
}

describe('locks are taken in one order, users before sessions', () => {
  const ending = operations.filter(({ document }) => fieldsOf(document).includes('delete_sessions'))

  test('R-14 by every operation that ends sessions for a reason', () => {
    const reasoned = ending.filter(({ document }) => document.includes('end_reason'))
    expect(reasoned.length).toBeGreaterThanOrEqual(3)
    for (const { name, document } of reasoned)
      expect([name, fieldsOf(document)[0]]).toEqual([name, 'update_users'])
  })

  test('R-08 R-14 by no other one, and the purge of what is past its end waits for no lock', async () => {
    expect(ending.filter(({ document }) => !document.includes('end_reason'))).toEqual([])
    const { rows } = await database.query(
      "select prosrc as source from pg_proc where proname = 'purge_expired'",
    )
    const deletions = String(rows[0]?.['source']).split('delete from').slice(1)
    expect(deletions).toHaveLength(3)
    for (const deletion of deletions) expect(deletion).toContain('skip locked')
  })

  test('R-14 with no stronger lock than a log row of the same person can be written beside', async () => {
    const { rows } = await database.query(
      "select proname as name, prosrc as source from pg_proc where pronamespace = 'public'::regnamespace",
    )
    const locking = rows.map(({ name, source }) => {
      const locks: string[] = String(source).match(/\bfor [a-z ]+?(?=;| of |\n| skip)/g) ?? []
      return { name, locks }
    })
    const onUsers = locking.filter(({ locks }) => locks.some((lock) => /update|share/.test(lock)))
    expect(onUsers.length).toBeGreaterThanOrEqual(4)
    const strong = onUsers.filter(
      ({ name, locks }) => name !== 'sessions_confirm' && locks.includes('for update'),
    )
    expect(strong).toEqual([])
  })

  test('R-14 and a refresh, which holds its session first, waits for no other lock', async () => {
    const { rows } = await database.query(
      "select prosrc as source from pg_proc where proname = 'sessions_confirm'",
    )
    const source = String(rows[0]?.['source'])
    expect(source.match(/for (update of \w+\b|key share of users)(?! skip locked)/g)).toBeNull()
    expect(source.match(/skip locked/g)).toHaveLength(4)
  })
})
