import { beforeAll, describe, expect, test } from 'vitest'
import { borrowServer } from '../../../dev/soak/soak-server.js'
import { findOperations } from '../../support/find-operations.js'
import { countsEverybody, type MeasuredGrowth, measureGrowth, mostGrowth } from './measure-growth.js'
import { measuredOperations } from './measure-operations.js'

// A tenth of what `npm run growth` measures.
const people = 100_000
let measured: MeasuredGrowth

beforeAll(async () => {
  measured = await measureGrowth(borrowServer(process.env['TEST_DATABASE_URL'] ?? ''), people)
}, 600_000)

describe('a statement', () => {
  test('of the functions is measured, whichever it is', async () => {
    const all = (await findOperations()).filter(({ name }) => !name.endsWith('(claims)'))
    const documents = measuredOperations.map(({ document }) => document)
    expect(all.filter(({ document }) => !documents.includes(document)).map(({ name }) => name)).toEqual([])
  })

  test(`R-17 reads no more than ${mostGrowth} times as many blocks among a hundred times as many people`, () => {
    const grown = measured.growth.filter(({ ratio }) => ratio > mostGrowth)
    expect(measured.growth.length).toBeGreaterThan(80)
    expect(grown.filter(({ operation }) => operation !== countsEverybody)).toEqual([])
  })

  test('R-17 is sent once for what it is about, by triggers too', () => {
    expect(measured.statements).toMatchObject({
      'sign-in': 14,
      'sign-in where sign-up is closed': 14,
      refresh: 2,
      'refresh by a new token': 2,
      'first refresh': 11,
      'begin a sync': 2,
    })
  })
})
