import { type DocumentNode, parse } from 'graphql'
import { expect, test } from 'vitest'
import { selectOperation } from '../../src/execute/request/select-operation.js'
import { collectFields } from '../../src/execute/validate/collect-fields.js'
import { fragmentsOf } from '../../src/execute/validate/fragments-of.js'

function collect(document: DocumentNode) {
  const { selections } = selectOperation(document, null).selectionSet
  const context = { fragments: fragmentsOf(document), variables: new Map() }
  return collectFields(selections, 'T', '$', context)
}

test('collectFields() reads a fragment once for each selection set, however often it is spread', () => {
  const links = Array.from({ length: 12 }, (_, index) => {
    return `fragment F${index} on T { ...F${index + 1} ...F${index + 1} }`
  })
  const document = parse(`{ ...F0 } ${links.join(' ')} fragment F12 on T { last }`)
  let reads = 0
  for (const { selectionSet } of fragmentsOf(document).values()) {
    const { selections } = selectionSet
    Object.defineProperty(selectionSet, 'selections', {
      get: () => {
        reads += 1
        return selections
      },
    })
  }
  expect(collect(document).map(({ key }) => key)).toEqual(['last'])
  expect(reads).toBe(13)
})

test('collectFields() follows a fragment that a directive kept out before', () => {
  const document = parse('{ ...F @skip(if: true) ...F } fragment F on T { a }')
  expect(collect(document).map(({ key }) => key)).toEqual(['a'])
})

test('collectFields() merges a field that is selected again and again in steps that grow with their number', () => {
  const stepsFor = (count: number): number => {
    const document = parse(`{ ${'a { b } '.repeat(count)} }`)
    const prototype = Object.getPrototypeOf([][Symbol.iterator]())
    const { next } = prototype
    let steps = 0
    prototype.next = function (this: unknown) {
      steps += 1
      return next.call(this)
    }
    try {
      expect(collect(document)[0]?.selections).toHaveLength(count)
    } finally {
      prototype.next = next
    }
    return steps
  }
  expect(stepsFor(400)).toBeLessThan(4.5 * stepsFor(100))
})
