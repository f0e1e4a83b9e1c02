import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenSuite, openSuite } from './open-suite.js'
import { type ConformanceCase, readSuite } from './suite.js'

const folder = new URL('./suites/', import.meta.url)

for (const file of readdirSync(folder).sort()) {
  const suite = readSuite(new URL(file, folder))

  describe(`Hasura contract: ${suite.suite}`, () => {
    let open: OpenSuite

    beforeAll(async () => {
      open = await openSuite(suite)
    })

    afterAll(async () => {
      await open?.close()
    })

    test('the metadata fits the database, but for what the suite names', () => {
      const reasons = open.generation.model.inconsistencies.map(({ reason }) => reason)
      expect(reasons).toEqual(suite.inconsistencies)
    })

    for (const example of suite.cases) {
      test(`§${example.section ?? suite.section} ${example.name}`, async () => {
        const { body, after } = await open.run(example)
        expectReply(body, example)
        if (example.after) expect(after).toEqual(example.after.rows)
      })
    }
  })
}

function expectReply(body: string, example: ConformanceCase): void {
  if (example.text !== undefined) {
    expect(body.replaceAll(/ ?([:,]) ?/g, '$1')).toContain(example.text)
    return
  }
  const reply: unknown = JSON.parse(body)
  if (example.error) {
    const { path, code, message } = example.error
    // The reply is compared as a whole except for `internal`, which holds the statement's own words.
    expect(withoutInternal(reply)).toEqual({ errors: [{ message, extensions: { path, code } }] })
  } else {
    expect(reply).toEqual({ data: example.data })
  }
}

function withoutInternal(reply: unknown): unknown {
  return JSON.parse(JSON.stringify(reply, (key, value: unknown) => (key === 'internal' ? undefined : value)))
}
