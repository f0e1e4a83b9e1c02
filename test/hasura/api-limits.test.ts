import { readFileSync } from 'node:fs'
import { getIntrospectionQuery, Kind, parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { fragmentsOf } from '../../engine/src/execute/validate/fragments-of.js'
import { measureOperation } from '../../engine/src/execute/validate/measure-operation.js'
import { apiLimits } from '../../engine/src/metadata/schemas/api-limits.js'
import { findOperations } from '../support/find-operations.js'
import { readMetadata } from '../support/read-metadata.js'

const limits = apiLimits.parse(readMetadata('api_limits.yaml'))

function sizesOf(text: string) {
  const document = parse(text)
  const fragments = fragmentsOf(document)
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? [measureOperation(definition.selectionSet, fragments)]
      : [],
  )
}

describe('S-HASURA-12 limits on depth, nodes, batches, time and rate', () => {
  test('are on for every role that a client may have', () => {
    const { disabled, ...kinds } = limits
    expect(disabled).toBe(false)
    expect(Object.values(kinds).filter((limit) => limit?.global === undefined)).toEqual([])
  })

  test('count a user by the user, and whoever has no token by the address', () => {
    expect(limits.rate_limit).toMatchObject({
      global: { unique_params: 'IP' },
      per_role: {
        user: { unique_params: ['x-hasura-user-id'] },
        moderator: { unique_params: ['x-hasura-user-id'] },
      },
    })
  })

  test('refuse nothing that the functions ask', async () => {
    const sizes = (await findOperations()).flatMap(({ document }) => sizesOf(document))
    expect(sizes.length).toBeGreaterThan(10)
    for (const { depth, nodes } of sizes) {
      // Even the limits of everybody else would let them pass.
      expect(depth).toBeLessThanOrEqual(limits.depth_limit?.global ?? 0)
      expect(nodes).toBeLessThanOrEqual(limits.node_limit?.global ?? 0)
    }
  })

  test.each(['api.md', 'front-ends.md', 'sync.md'])('refuse nothing that docs/%s shows', (name) => {
    const page = readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')
    for (const [, text = ''] of page.matchAll(/```graphql\n(.*?)```/gs)) {
      for (const { depth, nodes } of sizesOf(text)) {
        expect(depth).toBeLessThanOrEqual(limits.depth_limit?.global ?? 0)
        expect(nodes).toBeLessThanOrEqual(limits.node_limit?.global ?? 0)
      }
    }
  })

  test('leave room for the introspection of tools', () => {
    const [size] = sizesOf(getIntrospectionQuery())
    expect(size?.nodes).toBeLessThanOrEqual(limits.node_limit?.global ?? 0)
  })
})
