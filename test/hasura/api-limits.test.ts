import { readFileSync } from 'node:fs'
import { type DocumentNode, getIntrospectionQuery, Kind, parse, type SelectionSetNode } from 'graphql'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { findOperations } from '../support/find-operations.js'
import { readMetadata } from '../support/read-metadata.js'

const limit = z.object({ global: z.int(), per_role: z.object({ auth_service: z.int() }) })
const rate = z.object({ max_reqs_per_min: z.int(), unique_params: z.unknown().optional() })
const limits = z
  .strictObject({
    disabled: z.literal(false),
    depth_limit: limit,
    node_limit: limit,
    batch_limit: limit,
    time_limit: limit,
    rate_limit: z.object({ global: rate, per_role: z.record(z.string(), rate) }),
  })
  .parse(readMetadata('api_limits.yaml'))

interface Size {
  depth: number
  nodes: number
}

/** As Hasura's documentation counts: a node is a field with a selection set, depth is how they lie in each other. */
function sizeOf({ selections }: SelectionSetNode, document: DocumentNode): Size {
  const size = { depth: 0, nodes: 0 }
  for (const selection of selections) {
    const inner =
      selection.kind === Kind.FRAGMENT_SPREAD ? find(document, selection.name.value) : selection.selectionSet
    if (!inner) continue
    const own = selection.kind === Kind.FIELD ? 1 : 0
    const { depth, nodes } = sizeOf(inner, document)
    size.depth = Math.max(size.depth, depth + own)
    size.nodes += nodes + own
  }
  return size
}

function find({ definitions }: DocumentNode, name: string): SelectionSetNode | undefined {
  return definitions
    .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
    .find((fragment) => fragment.name.value === name)?.selectionSet
}

function sizesOf(text: string): Size[] {
  const document = parse(text)
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [sizeOf(definition.selectionSet, document)] : [],
  )
}

describe('S-HASURA-12 limits on depth, nodes, batches, time and rate', () => {
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
      expect(depth).toBeLessThanOrEqual(limits.depth_limit.global)
      expect(nodes).toBeLessThanOrEqual(limits.node_limit.global)
    }
  })

  test.each(['api.md', 'front-ends.md', 'sync.md'])('refuse nothing that docs/%s shows', (name) => {
    const page = readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')
    for (const [, text = ''] of page.matchAll(/```graphql\n(.*?)```/gs)) {
      for (const { depth, nodes } of sizesOf(text)) {
        expect(depth).toBeLessThanOrEqual(limits.depth_limit.global)
        expect(nodes).toBeLessThanOrEqual(limits.node_limit.global)
      }
    }
  })

  test('leave room for the introspection of tools', () => {
    for (const { nodes } of sizesOf(getIntrospectionQuery()))
      expect(nodes).toBeLessThanOrEqual(limits.node_limit.global)
  })
})
